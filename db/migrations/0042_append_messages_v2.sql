-- Messages are stored as by append_messages_v1, for less: who may write where is looked up once per writer instead of once
-- per message, new messages are answered for by conversation, and PostgreSQL keeps one plan instead of weighing a new one
-- against it.

-- Stores messages. The first two lists name each writer once, as a conversation and an author; p_writer gives each draft its
-- place among them, from 1 on. Of drafts that repeat each other within a call the caller sends one.
--
-- Answers a row for each conversation with new messages: no `ord`, its id and the number before the first of them. They are
-- numbered on from there in the order of the drafts. And a row for each draft that is not new, with its `ord` from 1 on.
create function append_messages_v2(
  p_conversation uuid[], p_author uuid[],
  p_writer int[], p_client text[], p_id uuid[], p_type text[], p_content text[], p_data text[], p_reply_to bigint[]
) returns table (ord int, verdict text, id uuid, seq bigint, created_at timestamptz, content text)
language plpgsql volatile
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
begin
  perform from conversations c where c.id = any (p_conversation) order by c.id for no key update;
  -- After the lock, so that times in a conversation do not run backwards. Milliseconds are all that clients see.
  v_now := date_trunc('milliseconds', clock_timestamp());

  return query
  with writers as materialized (
    select w.writer, w.conversation_id, w.author_id, c.last_seq,
      case
        when m.role is null then 'not_member'
        when c.archived then 'archived'
        when c.read_only and m.role = 'member' then 'read_only'
        when c.is_direct and is_peer_closed_v1(w.conversation_id, w.author_id) then 'blocked'
        else 'new'
      end as verdict
    from unnest(p_conversation, p_author) with ordinality as w (conversation_id, author_id, writer)
    left join lateral (
      select c.last_seq, c.read_only, c.kind = 'direct' as is_direct, c.archived_at is not null as archived
      from conversations c where c.id = w.conversation_id limit 1
    ) c on true
    left join lateral (
      select m.role from members m
      where m.conversation_id = w.conversation_id and m.user_id = w.author_id and m.left_at is null limit 1
    ) m on true
  ), judged as materialized (
    select d.*, w.conversation_id, w.author_id, w.last_seq, stored.id as stored_id, stored.seq as stored_seq,
      stored.created_at as stored_at, stored.content as stored_content,
      -- Before membership: whoever has been removed since still learns that the message was stored.
      case when stored.seq is not null then 'repeat' else w.verdict end as verdict
    from unnest(p_writer, p_client, p_id, p_type, p_content, p_data, p_reply_to) with ordinality
      as d (writer, client_id, id, type, content, data, reply_to, ord)
    join writers w on w.writer = d.writer
    left join lateral (
      select s.id, s.seq, s.created_at, s.content from messages s
      where s.conversation_id = w.conversation_id and s.author_id = w.author_id and s.client_id = d.client_id limit 1
    ) stored on true
  ), inserted as (
    insert into messages
      (conversation_id, seq, id, author_id, client_id, type, content, data, reply_to, changed_seq, created_at)
    select n.conversation_id, n.new_seq, n.id, n.author_id, n.client_id, n.type, n.content, n.data::jsonb, n.reply_to,
      n.new_seq, v_now
    from (
      select j.*, j.last_seq + row_number() over (partition by j.conversation_id order by j.ord) as new_seq
      from judged j where j.verdict = 'new'
    ) n
  ), heads as materialized (
    select j.conversation_id, j.last_seq, count(*) as added
    from judged j where j.verdict = 'new' group by j.conversation_id, j.last_seq
  ), raised as (
    update conversations c set last_seq = h.last_seq + h.added from heads h where c.id = h.conversation_id
  )
  select null::int, 'new', h.conversation_id, h.last_seq, v_now, null from heads h
  union all
  select j.ord::int, j.verdict, j.stored_id, j.stored_seq, j.stored_at, j.stored_content from judged j where j.verdict <> 'new';
end
$$;
