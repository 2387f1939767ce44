-- The writer's two calls, each one commit. Names carry a version, so that two releases can run side by side:
-- never change one here, add the next.
--
-- Each function locks first and reads in statements of its own afterwards: only those have a snapshot that sees what was
-- committed while the lock was waited for. A removed member's last message is stored before the removal or refused.
--
-- The planner settings keep every probe on its index, also while a young table has no statistics.

-- Room for last_seq to be raised in place.
alter table conversations set (fillfactor = 80);
alter table members set (fillfactor = 90);

-- With the conversation in it, so that whichever index the planner takes for one member of one conversation, it finds one row.
drop index members_user;
create index members_user on members (user_id, conversation_id) where left_at is null;

-- Whether the other side of a direct chat cannot be written to by this author.
create function is_peer_closed_v1(p_conversation uuid, p_author uuid) returns boolean
language sql stable
as $$
  select exists (
    select from members peer
    join users u on u.id = peer.user_id
    where peer.conversation_id = p_conversation and peer.user_id <> p_author
      and (not u.is_active
        or exists (select from blocks b where b.blocker_id = peer.user_id and b.blocked_id = p_author))
  )
$$;

-- Stores messages: one answer per draft, in order. Of drafts that repeat each other within a call the caller sends one.
create function append_messages_v1(
  p_conversation uuid[], p_author uuid[], p_client text[], p_id uuid[], p_type text[], p_content text[], p_data text[],
  p_reply_to bigint[]
) returns table (ord bigint, verdict text, id uuid, seq bigint, created_at timestamptz, content text)
language plpgsql volatile
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
begin
  perform from conversations c where c.id = any (p_conversation) order by c.id for no key update;
  -- After the lock, so that times in a conversation do not run backwards. Milliseconds are all that clients see.
  v_now := date_trunc('milliseconds', clock_timestamp());

  return query
  with judged as (
    select d.*, c.last_seq, stored.id as stored_id, stored.seq as stored_seq, stored.created_at as stored_at,
      stored.content as stored_content,
      case
        -- Before membership: whoever has been removed since still learns that the message was stored.
        when stored.seq is not null then 'repeat'
        when m.role is null then 'not_member'
        when c.archived then 'archived'
        when c.read_only and m.role = 'member' then 'read_only'
        when c.is_direct and is_peer_closed_v1(d.conversation_id, d.author_id) then 'blocked'
        else 'new'
      end as verdict
    from unnest(p_conversation, p_author, p_client, p_id, p_type, p_content, p_data, p_reply_to) with ordinality
      as d (conversation_id, author_id, client_id, id, type, content, data, reply_to, ord)
    left join lateral (
      select c.last_seq, c.read_only, c.kind = 'direct' as is_direct, c.archived_at is not null as archived
      from conversations c where c.id = d.conversation_id limit 1
    ) c on true
    left join lateral (
      select s.id, s.seq, s.created_at, s.content from messages s
      where s.conversation_id = d.conversation_id and s.author_id = d.author_id and s.client_id = d.client_id limit 1
    ) stored on true
    left join lateral (
      select m.role from members m
      where m.conversation_id = d.conversation_id and m.user_id = d.author_id and m.left_at is null limit 1
    ) m on true
  ), numbered as (
    select j.*, j.last_seq + count(*) filter (where j.verdict = 'new')
      over (partition by j.conversation_id order by j.ord) as new_seq
    from judged j
  ), inserted as (
    insert into messages
      (conversation_id, seq, id, author_id, client_id, type, content, data, reply_to, changed_seq, created_at)
    select n.conversation_id, n.new_seq, n.id, n.author_id, n.client_id, n.type, n.content, n.data::jsonb, n.reply_to,
      n.new_seq, v_now
    from numbered n where n.verdict = 'new' order by n.ord
  ), raised as (
    update conversations c set last_seq = head.seq
    from (
      select n.conversation_id, max(n.new_seq) as seq from numbered n where n.verdict = 'new' group by n.conversation_id
    ) head
    where c.id = head.conversation_id
  )
  -- The content of a new message is what the caller sent.
  select n.ord, n.verdict, coalesce(n.stored_id, n.id), coalesce(n.stored_seq, n.new_seq), coalesce(n.stored_at, v_now),
    n.stored_content
  from numbered n order by n.ord;
end
$$;

-- Takes the next number of a conversation that the caller has locked.
create function next_seq_v1(p_conversation uuid) returns bigint
language sql volatile
as $$
  update conversations set last_seq = last_seq + 1 where id = p_conversation returning last_seq
$$;

-- Edits, recalls and reactions: one answer per draft, in order. They are rare beside messages, hence one after the other.
create function append_changes_v1(
  p_kind text[], p_conversation uuid[], p_actor uuid[], p_message_seq bigint[], p_content text[], p_data text[],
  p_not_before timestamptz[], p_emoji text[], p_on boolean[]
) returns table (ord bigint, verdict text, id uuid, seq bigint, created_at timestamptz, content text)
language plpgsql volatile
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  d record;
  v_group conversations;
  v_message messages;
  v_role text;
  v_why text;
begin
  perform from conversations c where c.id = any (p_conversation) order by c.id for no key update;
  v_now := date_trunc('milliseconds', clock_timestamp());

  for d in
    select * from unnest(p_kind, p_conversation, p_actor, p_message_seq, p_content, p_data, p_not_before, p_emoji, p_on)
      with ordinality as d (kind, conversation_id, actor_id, message_seq, content, data, not_before, emoji, is_on, ord)
  loop
    select * into v_group from conversations c where c.id = d.conversation_id;
    select m.role into v_role from members m
      where m.conversation_id = d.conversation_id and m.user_id = d.actor_id and m.left_at is null;
    select * into v_message from messages m where m.conversation_id = d.conversation_id and m.seq = d.message_seq;

    ord := d.ord;
    id := v_message.id;
    created_at := v_now;
    content := null;
    v_why := case
      when v_role is null then 'not_member'
      when v_group.archived_at is not null then 'archived'
      when v_message.seq is null then 'no_message'
      else case d.kind
        when 'edit' then refuse_edit_v1(v_group, v_role, v_message, d.actor_id, d.not_before)
        when 'recall' then refuse_recall_v1(v_group, v_role, v_message, d.actor_id, d.not_before)
        when 'react' then refuse_reaction_v1(v_group, v_role, v_message, d.actor_id)
      end
    end;
    if v_why is not null then
      verdict := v_why;
      seq := null;
    else
      seq := case d.kind
        when 'edit' then apply_edit_v1(v_message, d.actor_id, d.content, d.data::jsonb, v_now)
        when 'recall' then apply_recall_v1(v_message, d.actor_id, v_now)
        when 'react' then apply_reaction_v1(v_message, d.actor_id, d.emoji, d.is_on, v_now)
      end;
      verdict := case when seq is null then 'unchanged' else 'new' end;
      seq := coalesce(seq, v_message.changed_seq);
      content := case when d.kind = 'edit' then d.content else '' end;
    end if;
    return next;
  end loop;
end
$$;

-- Why it is refused, or null.
create function refuse_edit_v1(
  p_group conversations, p_role text, p_message messages, p_actor uuid, p_not_before timestamptz
) returns text
language sql stable
as $$
  select case
    when p_message.author_id <> p_actor or p_message.type <> 'text' then 'not_author'
    when p_message.deleted_at is not null then 'recalled'
    when p_message.created_at < p_not_before then 'too_late'
    when (p_group).read_only and p_role = 'member' then 'read_only'
    when (p_group).kind = 'direct' and is_peer_closed_v1((p_group).id, p_actor) then 'blocked'
  end
$$;

create function refuse_recall_v1(
  p_group conversations, p_role text, p_message messages, p_actor uuid, p_not_before timestamptz
) returns text
language sql stable
as $$
  select case
    when p_message.type = 'system' then 'not_author'
    when (p_group).kind = 'group' and p_role in ('owner', 'admin') then null
    when p_message.author_id <> p_actor then 'not_author'
    when p_message.created_at < p_not_before then 'too_late'
  end
$$;

create function refuse_reaction_v1(p_group conversations, p_role text, p_message messages, p_actor uuid) returns text
language sql stable
as $$
  select case
    when p_message.type = 'system' then 'no_message'
    when p_message.deleted_at is not null then 'recalled'
    when (p_group).read_only and p_role = 'member' then 'read_only'
    when (p_group).kind = 'direct' and is_peer_closed_v1((p_group).id, p_actor) then 'blocked'
  end
$$;

-- Each of these takes a number and returns it, or returns null when there was nothing to do.
create function apply_edit_v1(p_message messages, p_actor uuid, p_content text, p_data jsonb, p_now timestamptz)
returns bigint
language plpgsql volatile
as $$
declare
  v_seq bigint;
begin
  if p_message.content = p_content and p_message.data = p_data then
    return null;
  end if;
  v_seq := next_seq_v1(p_message.conversation_id);
  insert into message_edits (conversation_id, message_seq, edited_seq, previous, edited_at)
    values (p_message.conversation_id, p_message.seq, v_seq, p_message.content, p_now);
  insert into events (conversation_id, seq, kind, message_seq, actor_id, created_at)
    values (p_message.conversation_id, v_seq, 'edited', p_message.seq, p_actor, p_now);
  update messages set content = p_content, data = p_data, edited_at = p_now, changed_seq = v_seq
    where conversation_id = p_message.conversation_id and seq = p_message.seq;
  return v_seq;
end
$$;

create function apply_recall_v1(p_message messages, p_actor uuid, p_now timestamptz) returns bigint
language plpgsql volatile
as $$
declare
  v_seq bigint;
begin
  if p_message.deleted_at is not null then
    return null;
  end if;
  v_seq := next_seq_v1(p_message.conversation_id);
  delete from reactions where conversation_id = p_message.conversation_id and message_seq = p_message.seq;
  update message_edits set previous = ''
    where conversation_id = p_message.conversation_id and message_seq = p_message.seq;
  insert into events (conversation_id, seq, kind, message_seq, actor_id, created_at)
    values (p_message.conversation_id, v_seq, 'recalled', p_message.seq, p_actor, p_now);
  update messages set content = '', data = '{}', deleted_at = p_now, deleted_by = p_actor, changed_seq = v_seq
    where conversation_id = p_message.conversation_id and seq = p_message.seq;
  return v_seq;
end
$$;

-- A message takes 20 different emoji; one more changes nothing.
create function apply_reaction_v1(p_message messages, p_actor uuid, p_emoji text, p_on boolean, p_now timestamptz)
returns bigint
language plpgsql volatile
as $$
declare
  v_seq bigint;
begin
  if p_on then
    insert into reactions (conversation_id, message_seq, user_id, emoji, created_at)
      select p_message.conversation_id, p_message.seq, p_actor, p_emoji, p_now
      where (
        select count(distinct r.emoji) from reactions r
        where r.conversation_id = p_message.conversation_id and r.message_seq = p_message.seq and r.emoji <> p_emoji
      ) < 20
      on conflict do nothing;
  else
    delete from reactions r
      where r.conversation_id = p_message.conversation_id and r.message_seq = p_message.seq and r.user_id = p_actor
        and r.emoji = p_emoji;
  end if;
  if not found then
    return null;
  end if;
  v_seq := next_seq_v1(p_message.conversation_id);
  insert into events (conversation_id, seq, kind, message_seq, actor_id, data, created_at)
    values (p_message.conversation_id, v_seq, 'reacted', p_message.seq, p_actor,
      jsonb_build_object('emoji', p_emoji, 'on', p_on), p_now);
  update messages set changed_seq = v_seq where conversation_id = p_message.conversation_id and seq = p_message.seq;
  return v_seq;
end
$$;
