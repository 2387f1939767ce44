-- Names folded for search by the application: no accents, no case, compatibility forms made plain.
alter table users add column search_key text not null default '';
update users set search_key = lower(username || ' ' || first_name || ' ' || last_name);
