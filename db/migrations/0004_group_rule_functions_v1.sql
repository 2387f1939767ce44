-- What a group is and who rules it. The rules of 0003 hold here too.

-- Why the actor cannot do what only the owner can do in a group that lives, or null.
create function refuse_owner_act_v1(p_group conversations, p_actor text) returns text language sql immutable
as $$
  select case
    when p_actor is null then 'not_member'
    when (p_group).archived_at is not null then 'archived'
    when p_actor <> 'owner' then 'not_allowed'
  end
$$;

create function change_role_v1(p_id uuid, p_group uuid, p_actor uuid, p_user uuid, p_role text)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_user text := role_in_v1(p_group, p_user);
  v_why text := coalesce(refuse_owner_act_v1(v_group, role_in_v1(p_group, p_actor)), case
    when p_role not in ('admin', 'member') then 'not_allowed'
    when v_user is null then 'no_user'
    when v_user = 'owner' then 'owner'
  end);
begin
  if v_why is not null then
    return refused_v1(v_why);
  elsif v_user = p_role then
    return unchanged_v1();
  end if;
  update members set role = p_role where conversation_id = p_group and user_id = p_user;
  return post_system_v1(p_id, p_group, p_actor,
    name_of_v1(p_actor) || ' made ' || name_of_v1(p_user) || case p_role when 'admin' then ' an admin' else ' a member' end,
    person_fact_v1('group_role_changed', p_user, p_role));
end
$$;

-- The old owner first: there is never a moment with two.
create function put_owner_v1(p_group uuid, p_old uuid, p_new uuid) returns void language plpgsql volatile
as $$
begin
  update members set role = 'admin' where conversation_id = p_group and user_id = p_old;
  update members set role = 'owner' where conversation_id = p_group and user_id = p_new;
  update conversations set owner_id = p_new, updated_at = now() where id = p_group;
end
$$;

create function transfer_ownership_v1(p_id uuid, p_group uuid, p_actor uuid, p_user uuid)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_why text := coalesce(
    refuse_owner_act_v1(v_group, role_in_v1(p_group, p_actor)),
    case when role_in_v1(p_group, p_user) is null then 'no_user' end,
    -- Nobody is blocked from being given a group; gone is gone.
    refuse_people_v1(array[p_user], null)
  );
begin
  if v_why is not null then
    return refused_v1(v_why);
  elsif p_actor = p_user then
    return unchanged_v1();
  end if;
  perform put_owner_v1(p_group, p_actor, p_user);
  return post_system_v1(p_id, p_group, p_actor, name_of_v1(p_actor) || ' made ' || name_of_v1(p_user) || ' the owner',
    person_fact_v1('group_owner_changed', p_user, 'owner'));
end
$$;

-- Takes the fields that are to change, as an object; those that are so already do not count.
create function update_group_v1(p_id uuid, p_group uuid, p_actor uuid, p_changes jsonb)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_actor text := role_in_v1(p_group, p_actor);
  v_new jsonb := (
    select jsonb_object_agg(key, value) from jsonb_each(jsonb_strip_nulls(p_changes))
    where key in ('name', 'description', 'avatar', 'announcement', 'is_private', 'read_only', 'max_members')
      and value <> to_jsonb(v_group) -> key
  );
  v_is_announcement boolean := v_new ? 'announcement';
  v_why text := case
    when v_actor is null then 'not_member'
    when v_group.archived_at is not null then 'archived'
    when v_actor = 'member' or (v_actor = 'admin' and v_new ? 'read_only') then 'not_allowed'
    when (v_new ->> 'max_members')::integer < count_members_v1(p_group) then 'too_small'
  end;
begin
  if v_why is not null then
    return refused_v1(v_why);
  elsif v_new is null then
    return unchanged_v1();
  end if;
  update conversations c set
    name = coalesce(v_new ->> 'name', c.name),
    description = coalesce(v_new ->> 'description', c.description),
    avatar = coalesce(v_new ->> 'avatar', c.avatar),
    is_private = coalesce((v_new ->> 'is_private')::boolean, c.is_private),
    read_only = coalesce((v_new ->> 'read_only')::boolean, c.read_only),
    max_members = coalesce((v_new ->> 'max_members')::integer, c.max_members),
    announcement = coalesce(v_new ->> 'announcement', c.announcement),
    announcement_by = case when v_is_announcement then p_actor else c.announcement_by end,
    announcement_at = case when v_is_announcement then date_trunc('milliseconds', now()) else c.announcement_at end,
    updated_at = now()
  where c.id = p_group;
  return post_system_v1(p_id, p_group, p_actor,
    name_of_v1(p_actor) || case
      when v_new - 'announcement' = '{}' then ' changed the announcement'
      when v_new - 'name' = '{}' then ' renamed the group to "' || (v_new ->> 'name') || '"'
      else ' changed the group'
    end,
    jsonb_build_object(
      'action', case when v_new - 'announcement' = '{}' then 'announcement_changed' else 'group_updated' end,
      'changes', v_new
    ));
end
$$;

create function archive_group_v1(p_id uuid, p_group uuid, p_actor uuid, p_archived boolean)
returns group_change_v1 language plpgsql volatile
as $$
declare
  v_group conversations := lock_group_v1(p_group);
  v_actor text := role_in_v1(p_group, p_actor);
begin
  if v_actor is null then
    return refused_v1('not_member');
  elsif v_actor <> 'owner' then
    return refused_v1('not_allowed');
  elsif (v_group.archived_at is not null) = p_archived then
    return unchanged_v1();
  end if;
  update conversations set archived_at = case when p_archived then now() end, updated_at = now() where id = p_group;
  return post_system_v1(p_id, p_group, p_actor,
    name_of_v1(p_actor) || case when p_archived then ' archived the group' else ' reopened the group' end,
    jsonb_build_object('action', 'group_updated', 'changes', jsonb_build_object('archived', p_archived)));
end
$$;

-- An id as lib/ids.ts makes them: a random one with the time in front and version 7.
create function new_id_v1() returns uuid language sql volatile
as $$
  select encode(set_bit(set_bit(overlay(
    uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6
  ), 52, 1), 53, 1), 'hex')::uuid
$$;

-- Takes a person out of all groups. What they owned goes to the admin, else the member, who has been there longest;
-- a group that nobody is left in is archived.
create function release_memberships_v1(p_user uuid)
returns table (
  conversation_id uuid, new_owner_id uuid, id uuid, seq bigint, created_at timestamptz, content text, fact jsonb
) language plpgsql volatile
as $$
#variable_conflict use_column
declare
  v_groups uuid[] := array(
    select m.conversation_id from members m join conversations c on c.id = m.conversation_id
    where m.user_id = p_user and m.left_at is null and c.kind = 'group'
  );
  v_group conversations;
  v_role text;
  v_heir uuid;
begin
  for v_group in
    select * from conversations c where c.id = any (v_groups) order by c.id for no key update
  loop
    v_role := role_in_v1(v_group.id, p_user);
    v_heir := null;
    if v_role = 'owner' then
      select m.user_id into v_heir from members m join users u on u.id = m.user_id
        where m.conversation_id = v_group.id and m.user_id <> p_user and m.left_at is null and u.is_active
        order by m.role, m.joined_at, m.user_id limit 1; -- admin before member
      if v_heir is not null then
        perform put_owner_v1(v_group.id, p_user, v_heir);
        return query select v_group.id, v_heir, s.id, s.seq, s.created_at, s.content, s.fact
          from post_system_v1(new_id_v1(), v_group.id, p_user, name_of_v1(p_user) || ' made ' || name_of_v1(v_heir) || ' the owner',
            person_fact_v1('group_owner_changed', v_heir, 'owner')) s;
      elsif v_group.archived_at is null then
        update conversations set archived_at = now(), updated_at = now() where id = v_group.id;
        return query select v_group.id, null::uuid, s.id, s.seq, s.created_at, s.content, s.fact
          from post_system_v1(new_id_v1(), v_group.id, p_user, name_of_v1(p_user) || ' archived the group',
            jsonb_build_object('action', 'group_updated', 'changes', jsonb_build_object('archived', true))) s;
      end if;
    end if;
    if v_role is not null then
      perform drop_member_v1(v_group, p_user);
      return query select v_group.id, v_heir, s.id, s.seq, s.created_at, s.content, s.fact
        from post_system_v1(new_id_v1(), v_group.id, p_user, name_of_v1(p_user) || ' left',
          person_fact_v1('group_member_left', p_user, null)) s;
    end if;
  end loop;
end
$$;
