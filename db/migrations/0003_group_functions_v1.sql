-- Who is in a group (0004: what it is and who rules it): one call, one commit, one system message that takes the next number.
-- Every function locks the conversation first, so that a change and the messages around it have one order, and reads
-- rights after that. People who are to become members are locked second, against being deactivated meanwhile.
-- Never change a function here: add the next version.

create type group_change_v1 as (
  outcome text, -- done, unchanged, refused
  why text,
  id uuid,
  seq bigint,
  created_at timestamptz,
  content text,
  fact jsonb
);

create function unchanged_v1() returns group_change_v1 language sql immutable
as $$ select row ('unchanged', null, null, null, null, null, null)::group_change_v1 $$;

create function refused_v1(p_why text) returns group_change_v1 language sql immutable
as $$ select row ('refused', p_why, null, null, null, null, null)::group_change_v1 $$;

create function lock_group_v1(p_group uuid) returns conversations language sql volatile
as $$ select c from conversations c where c.id = p_group and c.kind = 'group' for no key update $$;

-- Null: not a member.
create function role_in_v1(p_group uuid, p_user uuid) returns text language sql stable
as $$ select role from members where conversation_id = p_group and user_id = p_user and left_at is null $$;

create function count_members_v1(p_group uuid) returns bigint language sql stable
as $$ select count(*) from members where conversation_id = p_group and left_at is null $$;

create function name_of_v1(p_user uuid) returns text language sql stable
as $$ select coalesce(nullif(trim(first_name || ' ' || last_name), ''), username) from users where id = p_user $$;

-- Why these people cannot be made members by this actor (null: nobody's doing but their own), or null when they can.
create function refuse_people_v1(p_users uuid[], p_actor uuid) returns text language plpgsql volatile
as $$
begin
  perform from users u where u.id = any (p_users) order by u.id for share;
  return case
    when exists (
      select from unnest(p_users) as wanted (id) left join users u on u.id = wanted.id and u.is_active where u.id is null
    ) then 'no_user'
    when exists (select from blocks b where b.blocker_id = any (p_users) and b.blocked_id = p_actor) then 'blocked'
  end;
end
$$;

-- What is already there counts as read. Who comes back gets the old row, where the high-water marks only rise.
create function put_member_v1(p_group conversations, p_user uuid, p_role text) returns void language sql volatile
as $$
  insert into members as m (conversation_id, user_id, role, last_read_seq, last_delivered_seq)
  values ((p_group).id, p_user, p_role, (p_group).last_seq, (p_group).last_seq)
  on conflict (conversation_id, user_id) do update set
    role = excluded.role,
    left_at = null,
    joined_at = excluded.joined_at,
    last_read_seq = greatest(m.last_read_seq, excluded.last_read_seq),
    last_delivered_seq = greatest(m.last_delivered_seq, excluded.last_delivered_seq)
$$;

create function drop_member_v1(p_group conversations, p_user uuid) returns void language sql volatile
as $$
  update members set
    left_at = now(),
    last_read_seq = greatest(last_read_seq, (p_group).last_seq),
    last_delivered_seq = greatest(last_delivered_seq, (p_group).last_seq)
  where conversation_id = (p_group).id and user_id = p_user
$$;

create function post_system_v1(p_id uuid, p_group uuid, p_actor uuid, p_content text, p_fact jsonb)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_seq bigint := next_seq_v1(p_group);
  v_fact jsonb := jsonb_strip_nulls(p_fact);
begin
  insert into messages (conversation_id, seq, id, author_id, client_id, type, content, data, changed_seq, created_at)
  values (p_group, v_seq, p_id, p_actor, p_id::text, 'system', p_content, jsonb_build_object('system', v_fact), v_seq, v_now);
  return row ('done', null, p_id, v_seq, v_now, p_content, v_fact)::group_change_v1;
end
$$;

-- The fact of a system message that is about a person.
create function person_fact_v1(p_action text, p_user uuid, p_role text) returns jsonb language sql stable
as $$
  select jsonb_build_object('action', p_action, 'user_id', p_user, 'user_name', name_of_v1(p_user), 'role', p_role)
$$;

-- The chat of two people, or of one with oneself. Two at once find the same one: the key decides.
create function create_direct_v1(p_id uuid, p_actor uuid, p_peer uuid)
returns table (outcome text, why text, id uuid, is_new boolean) language plpgsql volatile
as $$
#variable_conflict use_column
declare
  v_key text := least(p_actor::text, p_peer::text) || ':' || greatest(p_actor::text, p_peer::text);
  v_why text;
begin
  return query select 'done', null, c.id, false from conversations c where c.direct_key = v_key;
  if found then
    return;
  end if;
  v_why := refuse_people_v1(array[p_peer], p_actor);
  if v_why is not null then
    return query select 'refused', v_why, null::uuid, false;
    return;
  end if;
  insert into conversations (id, kind, direct_key) values (p_id, 'direct', v_key) on conflict (direct_key) do nothing;
  insert into members (conversation_id, user_id)
    select c.id, person from conversations c, unnest(array[p_actor, p_peer]) as person where c.direct_key = v_key
    group by c.id, person on conflict do nothing;
  return query select 'done', null, c.id, c.id = p_id from conversations c where c.direct_key = v_key;
end
$$;

create function create_group_v1(
  p_id uuid, p_message_id uuid, p_owner uuid, p_name text, p_description text, p_avatar text, p_is_private boolean,
  p_max_members integer, p_members uuid[]
) returns group_change_v1 language plpgsql volatile
as $$
declare
  v_others uuid[] := array(select distinct m from unnest(p_members) as m where m <> p_owner);
  v_why text := case
    when cardinality(v_others) + 1 > p_max_members then 'full'
    else refuse_people_v1(v_others, p_owner)
  end;
begin
  if v_why is not null then
    return refused_v1(v_why);
  end if;
  insert into conversations (id, kind, name, description, avatar, is_private, max_members, owner_id)
    values (p_id, 'group', p_name, p_description, p_avatar, p_is_private, p_max_members, p_owner);
  insert into members (conversation_id, user_id, role)
    select p_id, p_owner, 'owner' union all select p_id, other, 'member' from unnest(v_others) as other;
  return post_system_v1(p_message_id, p_id, p_owner, name_of_v1(p_owner) || ' created the group',
    person_fact_v1('group_created', p_owner, null));
end
$$;

create function add_member_v1(p_id uuid, p_group uuid, p_actor uuid, p_user uuid, p_role text)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_actor text := role_in_v1(p_group, p_actor);
  v_why text := case
    when v_actor is null then 'not_member'
    when v_group.archived_at is not null then 'archived'
    when v_actor = 'member' or p_role not in ('admin', 'member') then 'not_allowed'
  end;
begin
  if v_why is not null then
    return refused_v1(v_why);
  elsif role_in_v1(p_group, p_user) is not null then
    return unchanged_v1();
  elsif count_members_v1(p_group) >= v_group.max_members then
    return refused_v1('full');
  end if;
  v_why := refuse_people_v1(array[p_user], p_actor);
  if v_why is not null then
    return refused_v1(v_why);
  end if;
  perform put_member_v1(v_group, p_user, p_role);
  return post_system_v1(p_id, p_group, p_actor, name_of_v1(p_actor) || ' added ' || name_of_v1(p_user),
    person_fact_v1('group_member_added', p_user, p_role));
end
$$;

-- One joins by oneself: a public group, or any with an invitation that the caller has checked.
create function join_group_v1(p_id uuid, p_group uuid, p_user uuid, p_is_invited boolean)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_why text := case
    when v_group.id is null or (v_group.is_private and not p_is_invited and role_in_v1(p_group, p_user) is null)
      then 'no_group'
    when v_group.archived_at is not null then 'archived'
  end;
begin
  if v_why is not null then
    return refused_v1(v_why);
  elsif role_in_v1(p_group, p_user) is not null then
    return unchanged_v1();
  elsif count_members_v1(p_group) >= v_group.max_members then
    return refused_v1('full');
  end if;
  v_why := refuse_people_v1(array[p_user], null);
  if v_why is not null then
    return refused_v1(v_why);
  end if;
  perform put_member_v1(v_group, p_user, 'member');
  return post_system_v1(p_id, p_group, p_user, name_of_v1(p_user) || ' joined',
    person_fact_v1('group_member_joined', p_user, 'member'));
end
$$;

-- Also in an archived group: nobody is kept where they do not want to be.
create function leave_group_v1(p_id uuid, p_group uuid, p_user uuid)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_role text := role_in_v1(p_group, p_user);
begin
  if v_role is null then
    return refused_v1('not_member');
  elsif v_role = 'owner' then
    return refused_v1('owner');
  end if;
  perform drop_member_v1(v_group, p_user);
  return post_system_v1(p_id, p_group, p_user, name_of_v1(p_user) || ' left',
    person_fact_v1('group_member_left', p_user, null));
end
$$;

create function remove_member_v1(p_id uuid, p_group uuid, p_actor uuid, p_user uuid)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_actor text := role_in_v1(p_group, p_actor);
  v_user text := role_in_v1(p_group, p_user);
begin
  if p_actor = p_user then
    return leave_group_v1(p_id, p_group, p_user);
  elsif v_actor is null then
    return refused_v1('not_member');
  elsif v_actor = 'member' then
    return refused_v1('not_allowed');
  elsif v_user is null then
    return refused_v1('no_user');
  elsif v_user = 'owner' then
    return refused_v1('owner');
  elsif v_actor = 'admin' and v_user = 'admin' then
    return refused_v1('not_allowed');
  end if;
  perform drop_member_v1(v_group, p_user);
  return post_system_v1(p_id, p_group, p_actor, name_of_v1(p_actor) || ' removed ' || name_of_v1(p_user),
    person_fact_v1('group_member_removed', p_user, null));
end
$$;
