-- Notices to everyone live in one conversation that nobody owns: it is read only, so members read it and leave it at most,
-- and this function alone writes into it. Whoever is active becomes a member; what was there before counts as read.
create function post_notice_v1(p_conversation uuid, p_id uuid, p_author uuid, p_content text)
returns table (seq bigint, created_at timestamptz, joined uuid[])
language plpgsql volatile
as $$
#variable_conflict use_column
declare
  v_conversation conversations;
  v_now timestamptz;
  v_joined uuid[];
  v_seq bigint;
begin
  insert into conversations (id, kind, name, is_private, read_only, max_members)
    values (p_conversation, 'group', 'Notices', true, true, 2147483647) on conflict (id) do nothing;
  select * into v_conversation from conversations c where c.id = p_conversation for no key update;
  v_now := date_trunc('milliseconds', clock_timestamp());

  with entered as (
    insert into members as m (conversation_id, user_id, last_read_seq, last_delivered_seq)
      select p_conversation, u.id, v_conversation.last_seq, v_conversation.last_seq from users u
      where u.is_active and u.deleted_at is null and not exists (
        select from members present
        where present.conversation_id = p_conversation and present.user_id = u.id and present.left_at is null
      )
      order by u.id
    on conflict (conversation_id, user_id) do update set
      left_at = null,
      joined_at = excluded.joined_at,
      last_read_seq = greatest(m.last_read_seq, excluded.last_read_seq),
      last_delivered_seq = greatest(m.last_delivered_seq, excluded.last_delivered_seq)
    returning m.user_id
  )
  select coalesce(array_agg(entered.user_id), '{}') into v_joined from entered;

  v_seq := next_seq_v1(p_conversation);
  insert into messages (conversation_id, seq, id, author_id, client_id, type, content, data, changed_seq, created_at)
    values (p_conversation, v_seq, p_id, p_author, p_id::text, 'text', p_content,
      jsonb_build_object('system', jsonb_build_object('action', 'notice')), v_seq, v_now);
  return query select v_seq, v_now, v_joined;
end
$$;
