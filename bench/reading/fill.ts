import type { Database } from "@/db/database.ts";
import { newId } from "@/lib/ids.ts";
import { random, sentence } from "./words.ts";

const CONVERSATIONS = 1_000;
const PEOPLE = 1_000;
const MEMBERS = 20;

/** Two people to measure as, and where they are. */
export interface Filled {
  readonly all: string;
  readonly some: string;
  readonly conversations: readonly string[];
  readonly ofSome: readonly string[];
}

type Sql = Database["sql"];

const START = "2025-01-01T00:00:00Z";

/**
 * A thousand groups of as many messages each, a hundredth of them recalled, with replies, mentions and files, and after
 * every twentieth an edit or three reactions. Half of each is unread.
 */
export async function fill({ sql }: Database, messages: number, say: (line: string) => void): Promise<Filled> {
  const people = Array.from({ length: PEOPLE }, () => newId());
  const [all = "", some = ""] = people;
  await sql`
    insert into users (id, username, username_key, email, email_key, password_hash)
    select id, name, name, '', id::text, '' from unnest(${people}::uuid[]) with ordinality as p (id, n)
    cross join lateral (select case n when 1 then 'all' when 2 then 'some' else id::text end as name) names`;
  const conversations = Array.from({ length: CONVERSATIONS }, () => newId());
  const each = Math.floor(messages / CONVERSATIONS);
  const lastSeq = Math.max(seqOf(each), Math.floor(each / BETWEEN) * (BETWEEN + 1));
  await sql`
    insert into conversations (id, kind, name, last_seq, owner_id, created_at)
    select id, 'group', 'Group ' || n, ${lastSeq}, ${all}, ${START}::timestamptz
    from unnest(${conversations}::uuid[]) with ordinality as c (id, n)`;
  const pairs = conversations.flatMap((id, n) => {
    const others = Array.from({ length: MEMBERS }, (_, i) => people[2 + (n * 7 + i * 13) % (PEOPLE - 2)] ?? all);
    return [all, ...(n % 10 === 0 ? [some] : []), ...others].map((person) => [id, person] as const);
  });
  await sql`
    insert into members (conversation_id, user_id, last_read_seq)
    select c, u, ${Math.floor(lastSeq / 2)}
    from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, person]) => person)}::uuid[]) as p (c, u)
    on conflict do nothing`;
  const anyone = () => people[2 + random(PEOPLE - 2)] ?? all;
  for (const [n, id] of conversations.entries()) {
    const start = Date.parse(START) + n * 1_000;
    await insertMessages(sql, id, Array.from({ length: each }, (_, i) => seqOf(i + 1)), start, anyone, [all, some]);
    await insertEvents(sql, id, Array.from({ length: Math.floor(each / BETWEEN) }, (_, i) => (i + 1) * (BETWEEN + 1)));
    if (n % 100 === 99) say(`  ${(n + 1) * each} messages`);
  }
  await sql`
    insert into hidden_messages (user_id, conversation_id, message_seq)
    select u, c, 5 from unnest(${[all, some]}::uuid[]) u cross join unnest(${conversations}::uuid[]) c`;
  await sql`analyze`;
  return { all, some, conversations, ofSome: conversations.filter((_, n) => n % 10 === 0) };
}

const BETWEEN = 20;
/** The number of a conversation's nth message: the events between take theirs. */
const seqOf = (n: number) => n + Math.floor((n - 1) / BETWEEN);

const insertMessages = (
  sql: Sql,
  conversationId: string,
  seqs: readonly number[],
  start: number,
  author: () => string,
  mentioned: readonly string[],
) =>
  sql`
    insert into messages (conversation_id, seq, id, author_id, client_id, type, content, data, reply_to, deleted_at,
      changed_seq, created_at)
    select ${conversationId}, seq, id, author, id::text, case when seq % 40 = 1 then 'file' else 'text' end, content,
      case when seq % 40 = 1 then '{"attachments": [{"name": "minutes.pdf"}]}'::jsonb
        when seq % 50 = 2 then jsonb_build_object('mentions', ${[...mentioned]}::text[]) else '{}' end,
      case when seq % 10 = 3 then seq - 1 end, case when seq % 100 = 4 then at end, seq, at
    from unnest(${[...seqs]}::bigint[], ${seqs.map(() => newId())}::uuid[], ${seqs.map(author)}::uuid[],
      ${seqs.map(sentence)}::text[], ${
    seqs.map((seq) => new Date(start + seq * 1_800_000).toISOString())
  }::timestamptz[]) as m (seq, id, author, content, at)`;

/** Each of the message before it. */
async function insertEvents(sql: Sql, conversationId: string, seqs: readonly number[]): Promise<void> {
  await sql`
    insert into events (conversation_id, seq, kind, message_seq, actor_id, data, created_at)
    select m.conversation_id, m.seq + 1, case when m.seq % 3 = 0 then 'edited' else 'reacted' end, m.seq, m.author_id,
      '{}', m.created_at
    from messages m where m.conversation_id = ${conversationId} and m.seq + 1 = any (${[...seqs]}::bigint[])`;
  await sql`
    insert into reactions (conversation_id, message_seq, user_id, emoji)
    select e.conversation_id, e.message_seq, e.actor_id, emoji
    from events e cross join unnest(array['👍', '🎉', '❤️']) emoji
    where e.conversation_id = ${conversationId} and e.kind = 'reacted'`;
}

/** What an earlier run has filled. */
export async function findFilled({ sql }: Database): Promise<Filled | null> {
  const [all] = await sql<{ id: string }[]>`select id from users where username = 'all'`;
  const [some] = await sql<{ id: string }[]>`select id from users where username = 'some'`;
  const rows = await sql<{ id: string; isSome: boolean }[]>`
    select c.id, exists (
      select 1 from members m where m.conversation_id = c.id and m.user_id = ${some?.id ?? null}::uuid
    ) as "isSome" from conversations c`;
  if (!all || !some) return null;
  return {
    all: all.id,
    some: some.id,
    conversations: rows.map((row) => row.id),
    ofSome: rows.filter((row) => row.isSome).map((row) => row.id),
  };
}
