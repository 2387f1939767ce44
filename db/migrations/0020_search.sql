-- What search looks into before it reads messages: one row for a stretch of a conversation, with a signature of the pieces
-- of words in it (lib/chat/search/). A signature may say yes too often and never no, so hits are checked against the
-- messages themselves. Beyond the last row of a conversation search reads the messages.
create table search_blocks (
  conversation_id uuid not null references conversations (id) on delete cascade,
  from_seq bigint not null,
  to_seq bigint not null,
  -- Whether it is closed; the last one of a conversation is open and grows.
  is_full boolean not null,
  -- Times of its messages; null when it has none.
  oldest_at timestamptz,
  newest_at timestamptz,
  signature bytea not null,
  primary key (conversation_id, from_seq)
);
-- Read where it lies, by the bit: neither compressed nor moved out of the row.
alter table search_blocks alter column signature set storage plain;
