import assert from "node:assert/strict";
import type { ServerFrame } from "@/lib/protocol/frames.ts";
import type { Beyond, ConversationDetailsJson, ConversationJson, TimelinePageJson } from "@/lib/protocol/messages.ts";
import { Api } from "./api.ts";
import { Chat, type OpenBoot } from "./chat.ts";
import { FakeClock } from "./testing/fake_clock.ts";
import { FakeNetwork } from "./testing/fake_link.ts";
import { CONVERSATION, ME, messageFact, PEER, recalledFact, row } from "./testing/facts.ts";

const OTHER = "0190a000-0000-7000-8000-00000000c002";

const detailsOf = (conversation: ConversationJson): ConversationDetailsJson => ({
  ...conversation,
  description: "",
  announcement: "",
  announcement_by: "",
  announcement_at: null,
  owner_id: "",
  max_members: 100,
  is_private: true,
  members: [],
});

const page = (asOf: number): TimelinePageJson => ({ messages: [], as_of: asOf, has_older: false, has_newer: false });

function setUp(
  rows: readonly ConversationJson[] = [row(CONVERSATION)],
  open: OpenBoot | null = null,
  beyond: Beyond | null = null,
) {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const asked: { method: string; path: string; body: unknown }[] = [];
  const answers = new Map<string, (body: unknown) => unknown>();
  const api = new Api((path, init) => {
    const body = init.body === undefined ? undefined : JSON.parse(String(init.body));
    asked.push({ method: init.method ?? "GET", path, body });
    const answer = answers.get(`${init.method} ${path}`);
    return Promise.resolve(
      answer ? Response.json(answer(body)) : Response.json({ code: "not_found" }, { status: 404 }),
    );
  });
  let ids = 0;
  const chat = new Chat({ me: ME, conversations: rows, beyond, open }, {
    clock,
    random: () => 0.5,
    newId: () => `id-${++ids}`,
    api,
    openSocket: network.opens("socket"),
    openFallback: () => network.opens("requests"),
    probe: () => Promise.resolve("ok"),
    outbox: { adopt: () => Promise.resolve([]), save: () => Promise.resolve(), remove: () => Promise.resolve() },
    drafts: null,
  });
  const live = () => {
    chat.start();
    network.last.welcome();
  };
  return { clock, network, asked, answers, chat, live };
}

const settle = async () => {
  for (let turns = 0; turns < 50; turns++) await Promise.resolve();
};

const ack = (clientId: string, seq: number): ServerFrame => ({
  type: "ack",
  client_id: clientId,
  id: `m${seq}`,
  seq,
  conversation_id: CONVERSATION,
  created_at: "",
});

Deno.test("my message goes out, is acknowledged, and gives its place to the fact", async () => {
  const { chat, network, live } = setUp();
  live();
  chat.rooms.open(CONVERSATION).timeline.merge(page(0), { kind: "latest" });
  await chat.send(CONVERSATION, "hello");
  assert.deepEqual(network.last.sent.at(-1), {
    type: "group",
    group_id: CONVERSATION,
    content: "hello",
    client_id: "id-1",
    message_type: "text",
  });
  network.last.receive(ack("id-1", 1));
  assert.equal(chat.outbox.of(CONVERSATION)[0]?.state, "sent");
  network.last.receive(messageFact(1, { from: ME, client_id: "id-1", content: "hello" }));
  assert.ok(chat.outbox.isEmpty);
  const { timeline } = chat.rooms.open(CONVERSATION);
  assert.deepEqual(timeline.messages.map((message) => message.content), ["hello"]);
  assert.equal(chat.conversations.get(CONVERSATION)?.unread, 0);
});

Deno.test("an ack whose message does not come is a hole, and is asked for", async () => {
  const { chat, network, live, clock } = setUp();
  live();
  await chat.send(CONVERSATION, "hello");
  network.last.receive(ack("id-1", 1));
  clock.tick(300);
  assert.deepEqual(network.last.sent.at(-1), { type: "resume", cursors: { [CONVERSATION]: 0 } });
});

Deno.test("a message of others counts as unread until it is read, and is told as delivered, then as read", () => {
  const { chat, network, live, clock } = setUp();
  live();
  const heard: string[] = [];
  chat.listeners.add((message) => heard.push(message.content));
  network.last.receive(messageFact(1), messageFact(2, { data: { mentions: [ME] } }));
  assert.deepEqual(heard, ["text 1", "text 2"]);
  const known = () => chat.conversations.get(CONVERSATION);
  assert.deepEqual([known()?.unread, known()?.mentions, known()?.last_message?.seq], [2, 1, 2]);
  clock.tick(500);
  assert.deepEqual(network.last.sent.at(-1), { type: "delivered", conversation_id: CONVERSATION, seq: 2 });
  chat.read(CONVERSATION, 2);
  clock.tick(500);
  assert.deepEqual(network.last.sent.at(-1), { type: "read", conversation_id: CONVERSATION, seq: 2 });
  assert.deepEqual([known()?.unread, known()?.mentions], [0, 0]);
});

Deno.test("what I read on another device is read here too, and what it recalls is counted anew by the server", async () => {
  const { chat, network, live, clock, answers, asked } = setUp();
  answers.set(`GET /api/v1/conversations/${CONVERSATION}`, () => ({
    conversation: detailsOf(row(CONVERSATION, { last_seq: 4, unread: 0, last_read_seq: 2 })),
  }));
  live();
  network.last.receive(messageFact(1), messageFact(2));
  network.last.receive({ type: "read", conversation_id: CONVERSATION, from: ME, seq: 2, content: "" });
  assert.equal(chat.conversations.get(CONVERSATION)?.unread, 0);
  network.last.receive(messageFact(3), recalledFact(4, 3));
  assert.equal(chat.conversations.get(CONVERSATION)?.unread, 1);
  clock.tick(1_000);
  await settle();
  assert.equal(asked.filter(({ path }) => path.endsWith(CONVERSATION)).length, 1);
  assert.equal(chat.conversations.get(CONVERSATION)?.unread, 0);
});

Deno.test("a conversation that I did not know is loaded, with what came meanwhile; one that is gone leaves", async () => {
  const { chat, network, live, answers } = setUp();
  answers.set(`GET /api/v1/conversations/${OTHER}`, () => ({
    conversation: detailsOf(row(OTHER, { last_seq: 1, unread: 1 })),
  }));
  live();
  network.last.receive(messageFact(1, { conversation_id: OTHER }), messageFact(2, { conversation_id: OTHER }));
  await settle();
  assert.deepEqual([chat.conversations.get(OTHER)?.last_seq, chat.conversations.get(OTHER)?.unread], [2, 2]);
  network.last.receive({ type: "resumed", heads: { [OTHER]: 2 } });
  assert.deepEqual(chat.conversations.rows.map(({ id }) => id), [OTHER]);
  network.last.receive({ type: "muted", conversation_id: OTHER, muted: true });
  assert.equal(chat.conversations.get(OTHER)?.muted, true);
  network.last.receive({ type: "conversation_removed", conversation_id: OTHER });
  assert.deepEqual(chat.conversations.rows, []);
});

Deno.test("after a reload frame the room starts again from the server's newest page, and goes on from its number", async () => {
  const { chat, network, live, answers } = setUp();
  const messages = `GET /api/v1/conversations/${CONVERSATION}/messages?limit=50`;
  answers.set(messages, () => page(2_000));
  answers.set(`GET /api/v1/conversations/${CONVERSATION}`, () => ({
    conversation: detailsOf(row(CONVERSATION, { last_seq: 2_000 })),
  }));
  live();
  const room = chat.rooms.open(CONVERSATION);
  room.timeline.merge(page(0), { kind: "latest" });
  room.timeline.apply([messageFact(1)]);
  network.last.receive({ type: "reload", conversation_id: CONVERSATION, seq: 2_000 });
  await settle();
  network.last.receive(messageFact(1_999), messageFact(2_001));
  assert.deepEqual(room.timeline.messages.map(({ seq }) => seq), [2_001]);
});

Deno.test("receipts raise the ticks of my messages, and are read again after the link was away", async () => {
  const direct = row(CONVERSATION, { kind: "direct", last_seq: 1 });
  const { chat, network, live, answers, clock } = setUp([direct]);
  const member = (id: string, read: number) => ({
    user: person(id),
    role: "member" as const,
    joined_at: "",
    last_read_seq: read,
    last_delivered_seq: read,
  });
  let peerRead = 0;
  answers.set(`GET /api/v1/conversations/${CONVERSATION}`, () => ({
    conversation: { ...detailsOf(direct), members: [member(ME, 0), member(PEER, peerRead)] },
  }));
  answers.set(`GET /api/v1/conversations/${CONVERSATION}/messages?limit=50`, () => page(1));
  answers.set("GET /api/v1/conversations", () => ({ conversations: [direct] }));
  live();
  const room = chat.open(CONVERSATION);
  await settle();
  assert.equal(room.receipts.statusOf(5), "sent");
  network.last.receive({ type: "delivered", conversation_id: CONVERSATION, from: PEER, seq: 5 });
  assert.equal(room.receipts.statusOf(5), "delivered");
  network.last.receive({ type: "read", conversation_id: CONVERSATION, from: PEER, seq: 5, content: "m5" });
  assert.deepEqual([room.receipts.statusOf(5), room.receipts.statusOf(6)], ["read", "sent"]);
  peerRead = 6;
  network.last.end(1006);
  clock.tick(1_000);
  network.last.welcome();
  await settle();
  assert.equal(room.receipts.statusOf(6), "read");
});

const person = (id: string) => ({
  id,
  username: id,
  display_name: "Bo",
  avatar: "",
  status: "online" as const,
  status_text: "",
  last_seen: null,
  is_active: true,
});

Deno.test("what the page left out of my list is loaded at the start, and what is said there meanwhile is not missed", async () => {
  const beyond = { count: 2, unread: 1, mentions: 0, forMe: 0 };
  const { chat, network, live, answers, asked, clock } = setUp([row("first", { last_seq: 1 })], null, beyond);
  let isDown = true;
  const others = [row("other", { last_seq: 4, unread: 1 }), row("third")];
  answers.set("GET /api/v1/conversations", () => {
    if (isDown) throw new TypeError("The network is down");
    return { conversations: [row("first", { last_seq: 1 }), ...others], next: null };
  });
  live();
  network.last.receive({ type: "heads", heads: { first: 1, other: 5, third: 0, strange: 1 } });
  network.last.receive(messageFact(5, { conversation_id: "other" }));
  await settle();
  assert.deepEqual([chat.conversations.rows.length, chat.conversations.beyond], [1, beyond]);
  assert.equal(asked.some(({ path }) => path.includes("strange") || path.includes("other")), false);
  isDown = false;
  clock.tick(5_000);
  await settle();
  assert.equal(chat.conversations.beyond, null);
  assert.deepEqual(chat.conversations.get("other")?.unread, 2);
  assert.equal(chat.cursors.all().get("other"), 5);
  assert.deepEqual(asked.filter(({ path }) => path.endsWith("strange")).length, 1, "who is in no list is asked for");
});

Deno.test("without sockets my message is a request, and a refusal is heard", async () => {
  const { chat, network, answers, asked, clock } = setUp();
  const path = `/api/v1/conversations/${CONVERSATION}/messages`;
  answers.set(`POST ${path}`, () => ({ message: { seq: 1 } }));
  chat.start();
  for (let failures = 0; network.last.kind === "socket" && failures < 10; failures++) {
    network.last.end(1006);
    await settle();
    clock.tick(15_000 - 1);
  }
  network.last.welcome();
  await chat.send(CONVERSATION, "hello");
  await settle();
  assert.deepEqual(asked.at(-1), {
    method: "POST",
    path,
    body: { content: "hello", client_id: "id-1", message_type: "text" },
  });
  assert.equal(chat.outbox.of(CONVERSATION)[0]?.state, "sent");
  answers.delete(`POST ${path}`);
  network.last.receive(messageFact(1, { from: ME, client_id: "id-1" }));
  await chat.send(CONVERSATION, "again");
  await settle();
  assert.deepEqual(chat.outbox.of(CONVERSATION).map(({ state, reason }) => [state, reason]), [["failed", "not_found"]]);
});

Deno.test("typing is told once in two seconds, heard for five, and gone with the message", () => {
  const { chat, network, live, clock } = setUp();
  live();
  const told = () => network.last.types.filter((type) => type === "typing").length;
  for (let keys = 0; keys < 10; keys++) {
    chat.type(CONVERSATION);
    clock.tick(300);
  }
  assert.equal(told(), 2);
  const typing = { type: "typing", conversation_id: CONVERSATION, from: PEER, content: { username: "bo" } } as const;
  clock.tick(10_000);
  network.last.receive(typing);
  assert.deepEqual(chat.typing.namesIn(CONVERSATION), ["bo"]);
  clock.tick(5_000);
  assert.deepEqual(chat.typing.namesIn(CONVERSATION), []);
  network.last.receive(typing);
  network.last.receive(messageFact(1), typing);
  assert.deepEqual(chat.typing.namesIn(CONVERSATION), []);
});

Deno.test("the page that the server rendered and what is missing since fit together", () => {
  const known = row(CONVERSATION, { last_seq: 12 });
  const boot: OpenBoot = {
    details: detailsOf(known),
    page: { ...page(10), messages: [] },
    window: { kind: "latest" },
    at: null,
    unreadAfter: 0,
  };
  const { chat, network, live } = setUp([known], boot);
  live();
  assert.deepEqual(network.last.sent[0], { type: "resume", cursors: { [CONVERSATION]: 10 } });
  network.last.receive(messageFact(11), messageFact(12), messageFact(13));
  assert.deepEqual(chat.rooms.find(CONVERSATION)?.timeline.messages.map(({ seq }) => seq), [11, 12, 13]);
  assert.equal(chat.conversations.get(CONVERSATION)?.unread, 1);
});
