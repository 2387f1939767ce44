-- Raises high-water marks, never beyond the head, never down; read implies delivered. Answers what rose, with what was.
create function raise_receipts_v1(p_conversation uuid[], p_user uuid[], p_read bigint[], p_delivered bigint[])
returns table (
  conversation_id uuid, user_id uuid, read_seq bigint, delivered_seq bigint, previous_read_seq bigint,
  previous_delivered_seq bigint
) language plpgsql volatile
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  perform from members m
    join (select distinct c, u from unnest(p_conversation, p_user) as wanted (c, u)) wanted
      on m.conversation_id = wanted.c and m.user_id = wanted.u
    order by m.conversation_id, m.user_id for no key update of m;

  return query
  with wanted as (
    select w.c, w.u, max(w.r) as r, max(w.d) as d
    from unnest(p_conversation, p_user, p_read, p_delivered) as w (c, u, r, d) group by w.c, w.u
  ), marks as (
    select m.conversation_id, m.user_id, m.last_read_seq, m.last_delivered_seq,
      least(greatest(m.last_read_seq, w.r), greatest(c.last_seq, m.last_read_seq)) as r,
      least(greatest(m.last_delivered_seq, w.d, w.r), greatest(c.last_seq, m.last_delivered_seq)) as d
    from wanted w
    join lateral (
      select * from members m where m.conversation_id = w.c and m.user_id = w.u and m.left_at is null limit 1
    ) m on true
    join lateral (select c.last_seq from conversations c where c.id = w.c limit 1) c on true
  )
  update members m set
    last_read_seq = k.r,
    last_delivered_seq = k.d,
    read_at = case when k.r > k.last_read_seq then now() else m.read_at end
  from marks k
  where m.conversation_id = k.conversation_id and m.user_id = k.user_id
    and (k.r > k.last_read_seq or k.d > k.last_delivered_seq)
  returning m.conversation_id, m.user_id, m.last_read_seq, m.last_delivered_seq, k.last_read_seq, k.last_delivered_seq;
end
$$;
