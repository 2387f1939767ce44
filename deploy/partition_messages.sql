-- Spreads the table of messages over 16 partitions by conversation, for a database whose messages no longer fit into
-- memory: each part has its own, smaller indexes and is vacuumed by itself. For PostgreSQL 15 or newer, with all servers
-- stopped and a fresh backup:
--
--   psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --single-transaction --file deploy/partition_messages.sql
--
-- It takes about as long as copying the table and needs as much room once more. Whole or not at all; a second run refuses.
-- Nothing else changes: the primary key, uniqueness and all foreign keys carry the conversation already.

do $$
declare
  v_key record;
  v_function record;
begin
  if (select relkind from pg_class where oid = 'messages'::regclass) = 'p' then
    raise exception 'messages is partitioned already';
  end if;

  -- What refers to messages, and to what messages refer, to be made again below.
  create temporary table kept_keys on commit drop as
    select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and (confrelid = 'messages'::regclass or conrelid = 'messages'::regclass);
  for v_key in select * from kept_keys where owner <> 'messages' loop
    execute format('alter table %s drop constraint %I', v_key.owner, v_key.name);
  end loop;

  -- Functions that are given a message as a row: its type is the table's.
  create temporary table kept_functions on commit drop as
    select oid::regprocedure::text as name, pg_get_functiondef(oid) as definition
    from pg_proc
    where (select reltype from pg_class where oid = 'messages'::regclass) in (select unnest(proargtypes) union select prorettype);
  for v_function in select * from kept_functions loop
    execute format('drop function %s', v_function.name);
  end loop;

  alter table messages rename to messages_whole;
  create table messages (like messages_whole including all) partition by hash (conversation_id);
  for part in 0..15 loop
    execute format(
      'create table messages_%s partition of messages for values with (modulus 16, remainder %s)', part, part);
  end loop;
  insert into messages select * from messages_whole;
  drop table messages_whole;

  for v_key in select * from kept_keys loop
    execute format('alter table %s add constraint %I %s', v_key.owner, v_key.name, v_key.definition);
  end loop;
  for v_function in select * from kept_functions loop
    execute v_function.definition;
  end loop;
end
$$;

analyze messages;
