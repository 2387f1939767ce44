-- Everything a conversation is made of. Keys and uniqueness carry conversation_id, so that the big tables
-- (messages, events) can be partitioned by it. SQL for PostgreSQL 15; runs on the embedded store too.

create table users (
  id uuid primary key,
  username text not null,
  -- NFKC and lower case of the name: what uniqueness means.
  username_key text not null unique,
  email text not null,
  email_key text not null unique,
  password_hash text not null,
  first_name text not null default '',
  last_name text not null default '',
  avatar text not null default '',
  -- What the person chose: online (automatic), away, busy, offline (invisible). Effective presence comes from leases.
  status text not null default 'online' check (status in ('online', 'away', 'busy', 'offline')),
  status_text text not null default '',
  last_seen timestamptz,
  is_active boolean not null default true,
  is_admin boolean not null default false,
  -- theme, density, language, clock, enterSends, reduceMotion, sound, notifications, doNotDisturb
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

create table sessions (
  id uuid primary key, -- also the jti of a JWT
  user_id uuid not null references users (id) on delete cascade,
  kind text not null check (kind in ('cookie', 'jwt')),
  -- SHA-256 of the opaque cookie token; null for a JWT, which carries its own proof.
  token_hash bytea unique,
  device text not null default '',
  address text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id);

create table conversations (
  id uuid primary key,
  kind text not null check (kind in ('direct', 'group')),
  -- "lower-id:higher-id" of a direct chat
  direct_key text unique,
  name text not null default '',
  description text not null default '',
  avatar text not null default '',
  announcement text not null default '',
  announcement_by uuid,
  announcement_at timestamptz,
  owner_id uuid references users (id),
  max_members integer not null default 100,
  is_private boolean not null default false,
  read_only boolean not null default false,
  archived_at timestamptz,
  last_seq bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((kind = 'direct') = (direct_key is not null))
);
create index conversations_public on conversations (created_at) where kind = 'group' and not is_private;

create table members (
  conversation_id uuid not null references conversations (id) on delete cascade,
  user_id uuid not null references users (id),
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  last_read_seq bigint not null default 0,
  last_delivered_seq bigint not null default 0,
  read_at timestamptz,
  muted boolean not null default false,
  joined_at timestamptz not null default now(),
  left_at timestamptz,
  primary key (conversation_id, user_id)
);
create index members_user on members (user_id) where left_at is null;
create unique index members_one_owner on members (conversation_id) where role = 'owner' and left_at is null;

create table messages (
  conversation_id uuid not null references conversations (id) on delete cascade,
  seq bigint not null,
  id uuid not null,
  author_id uuid not null references users (id),
  client_id text not null,
  type text not null default 'text' check (type in ('text', 'image', 'file', 'system')),
  content text not null,
  data jsonb not null default '{}',
  -- seq of the message replied to, in the same conversation
  reply_to bigint,
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  -- seq of the newest fact that changed it
  changed_seq bigint not null,
  created_at timestamptz not null,
  primary key (conversation_id, seq),
  unique (conversation_id, author_id, client_id)
);
create index messages_id on messages (id);

-- Edits, recalls and reactions: facts that take a number of their conversation. They never carry content.
create table events (
  conversation_id uuid not null references conversations (id) on delete cascade,
  seq bigint not null,
  kind text not null check (kind in ('edited', 'recalled', 'reacted')),
  message_seq bigint not null,
  actor_id uuid not null references users (id),
  data jsonb not null default '{}', -- reacted: {emoji, on}
  created_at timestamptz not null,
  primary key (conversation_id, seq)
);

-- What a message said before each edit; emptied when the message is recalled.
create table message_edits (
  conversation_id uuid not null,
  message_seq bigint not null,
  edited_seq bigint not null,
  previous text not null,
  edited_at timestamptz not null,
  primary key (conversation_id, message_seq, edited_seq),
  foreign key (conversation_id, message_seq) references messages (conversation_id, seq) on delete cascade
);

create table reactions (
  conversation_id uuid not null,
  message_seq bigint not null,
  user_id uuid not null references users (id),
  emoji text not null,
  created_at timestamptz not null default now(),
  primary key (conversation_id, message_seq, user_id, emoji),
  foreign key (conversation_id, message_seq) references messages (conversation_id, seq) on delete cascade
);

-- Messages that a person has hidden for themselves.
create table hidden_messages (
  user_id uuid not null references users (id) on delete cascade,
  conversation_id uuid not null,
  message_seq bigint not null,
  primary key (user_id, conversation_id, message_seq),
  foreign key (conversation_id, message_seq) references messages (conversation_id, seq) on delete cascade
);

create table blocks (
  blocker_id uuid not null references users (id) on delete cascade,
  blocked_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);
create index blocks_blocked on blocks (blocked_id);

create table friendships (
  requester_id uuid not null references users (id) on delete cascade,
  addressee_id uuid not null references users (id) on delete cascade,
  status text not null check (status in ('pending', 'accepted')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (requester_id, addressee_id),
  check (requester_id <> addressee_id)
);
create unique index friendships_pair on friendships (least(requester_id, addressee_id), greatest(requester_id, addressee_id));
create index friendships_addressee on friendships (addressee_id);

-- Links that let people in: into a group, into the server (registration), or back into an account (password reset).
create table invites (
  id uuid primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('group', 'registration', 'password_reset')),
  conversation_id uuid references conversations (id) on delete cascade,
  user_id uuid references users (id) on delete cascade,
  created_by uuid references users (id),
  max_uses integer, -- null: any number
  uses integer not null default 0,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  check ((kind = 'group') = (conversation_id is not null))
);
create index invites_conversation on invites (conversation_id);

-- One row a setting that all instances share, such as a generated JWT secret.
create table settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

create table audit (
  id uuid primary key,
  actor_id uuid,
  action text not null,
  subject text not null default '',
  data jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index audit_time on audit (created_at);
