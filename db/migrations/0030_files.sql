-- Files that people have brought: of messages, and pictures of people and groups. The bytes are in the file store under
-- their SHA-256; a row stands for one use of them by one person.
--
-- A row is being uploaded while it has no sha256, unsent while it has no client_id, and of a message once it has: with the
-- conversation and the owner that names one message, whether it is stored yet or not. The message's data lists its files.
create table attachments (
  id uuid primary key,
  owner_id uuid not null references users (id) on delete cascade,
  purpose text not null default 'message' check (purpose in ('message', 'avatar')),
  conversation_id uuid references conversations (id) on delete cascade,
  client_id text,
  name text not null,
  -- While it is being uploaded: what was announced, so that the quota counts it.
  size bigint not null check (size >= 0),
  mime text not null default 'application/octet-stream',
  sha256 text,
  -- Of pictures only.
  width integer,
  height integer,
  blur text not null default '',
  created_at timestamptz not null,
  check ((conversation_id is null) = (client_id is null))
);
create index attachments_owner on attachments (owner_id);
create index attachments_message on attachments (conversation_id, owner_id, client_id) where client_id is not null;
create index attachments_sha256 on attachments (sha256);
