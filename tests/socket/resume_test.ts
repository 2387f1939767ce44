import assert from "node:assert/strict";
import { api, type TestConnection } from "@/tests/support/client.ts";
import { rawSocket } from "@/tests/support/raw_socket.ts";
import { until } from "@/tests/support/wait.ts";
import { crowd, makeGroup, openSocketServer, seqsOf, Sockets } from "./support.ts";

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

async function resume(connection: TestConnection, cursors: Record<string, number>): Promise<Record<string, number>> {
  connection.send({ type: "resume", cursors });
  return (await connection.next("resumed")).heads as Record<string, number>;
}

Deno.test("coming back", async (t) => {
  await using server = await openSocketServer({ limits: { headsMs: 700, membershipsMs: 1_500, resumeFacts: 200 } });
  const [ann, bob, cem] = await crowd(server, "ann", "bob", "cem");
  const groupId = await makeGroup(ann, bob);
  const say = (content: string) => api(ann, "POST", `/api/v1/messages/group/${groupId}`, { content });
  const head = async (): Promise<number> => Number((await say("where are we")).body.seq);

  await t.step("who was away gets what was missed, in order and once, edits and reactions too", async () => {
    const start = await head();
    const { body } = await say("one");
    await api(ann, "PUT", `/api/v1/messages/${body.id}`, { content: "one, corrected" });
    for (let i = 0; i < 10; i++) await say(`m${i}`);
    await using sockets = new Sockets();
    const bobs = await sockets.connect(bob);
    const heads = await resume(bobs, { [groupId]: start });
    assert.deepEqual(seqsOf(bobs, groupId), range(start + 1, start + 12));
    assert.equal(heads[groupId], start + 12);
    assert.deepEqual(await resume(bobs, { [groupId]: start + 12 }), { [groupId]: start + 12 });
    assert.equal(seqsOf(bobs, groupId).length, 12);
  });

  await t.step("more than the limit is a reload, and live goes on from there", async () => {
    const start = await head();
    for (let i = 0; i < 21; i++) await Promise.all(Array.from({ length: 10 }, (_, at) => say(`many ${i} ${at}`)));
    await using sockets = new Sockets();
    const bobs = await sockets.connect(bob);
    await resume(bobs, { [groupId]: start });
    assert.deepEqual((await bobs.next("reload")).seq, start + 210);
    assert.deepEqual(seqsOf(bobs, groupId), []);
    await say("live");
    assert.equal((await bobs.next("group")).seq, start + 211);
  });

  await t.step("A12 fifty who join in the middle of traffic miss nothing and get nothing twice", async () => {
    const start = await head();
    await using sockets = new Sockets();
    const writer = await sockets.connect(ann);
    let isWriting = true;
    let written = 0;
    const writing = (async () => {
      for (; isWriting; written++) {
        writer.send({ type: "group", group_id: groupId, content: `w${written}`, client_id: `w${written}` });
        if (written % 20 === 19) await writer.next("ack", ({ client_id }) => client_id === `w${written}`);
      }
    })();
    const readers: TestConnection[] = [];
    for (let i = 0; i < 10; i++) {
      const batch = await Promise.all(Array.from({ length: 5 }, (_, at) => sockets.connect(at % 2 ? ann : bob)));
      await Promise.all(batch.map((reader) => resume(reader, { [groupId]: start })));
      readers.push(...batch);
      // Sixteen sockets a person: the earliest make room.
      for (const done of readers.splice(0, Math.max(0, readers.length - 20))) await done.close();
      if (written > 120) isWriting = false;
    }
    isWriting = false;
    await writing;
    const last = await head();
    for (const reader of readers) {
      await until(
        () => seqsOf(reader, groupId).at(-1) === last || reader.frames.some(({ type }) => type === "reload"),
        "it has the last",
      );
      const seqs = [...new Set(seqsOf(reader, groupId))];
      const from = reader.frames.find(({ type }) => type === "reload");
      assert.deepEqual(seqs, range(from ? Number(from.seq) + 1 : start + 1, last), "dense, ascending, to the end");
    }
  });

  await t.step("A11 a link cut in the middle of a frame loses nothing", async () => {
    const start = await head();
    const raw = await rawSocket({ url: server.url, token: bob.token });
    await say("while connected");
    await say("and this");
    raw.abort();
    await say("while away");
    await using sockets = new Sockets();
    const bobs = await sockets.connect(bob);
    await resume(bobs, { [groupId]: start });
    assert.deepEqual(seqsOf(bobs, groupId), range(start + 1, start + 3));
  });

  await t.step("A8 heads find what a lost broadcast left out, for plain clients too", async () => {
    const { hub } = server.parts;
    const facts = hub.facts.bind(hub);
    await using sockets = new Sockets();
    const [following, plain] = [await sockets.connect(bob), await sockets.connect(bob, { as: "query" })];
    const start = await head();
    await following.next("group", ({ seq }) => seq === start);
    await resume(following, { [groupId]: start });
    try {
      hub.facts = () => {};
      await say("lost 1");
      await say("lost 2");
    } finally {
      hub.facts = facts;
    }
    for (const connection of [following, plain]) {
      await connection.next("group", ({ seq }) => seq === start + 2);
      assert.deepEqual(seqsOf(connection, groupId).slice(-3), range(start, start + 2));
    }
    await following.next("heads", ({ heads }) => (heads as Record<string, number>)[groupId] === start + 2);
    await plain.settle();
    plain.expectNone("heads");
  });

  await t.step("A8 every client is complete although one in five broadcasts is lost", async () => {
    const { hub } = server.parts;
    const facts = hub.facts.bind(hub);
    await using sockets = new Sockets();
    const start = await head();
    const readers = await Promise.all([ann, bob, bob].map((person) => sockets.connect(person)));
    for (const reader of readers) await resume(reader, { [groupId]: start });
    let sent = 0;
    try {
      hub.facts = (committed) => {
        if (sent++ % 5 !== 0) facts(committed);
      };
      for (let i = 0; i < 50; i++) await say(`perhaps ${i}`);
    } finally {
      hub.facts = facts;
    }
    for (const reader of readers) {
      await reader.next("group", ({ seq }) => seq === start + 50);
      assert.deepEqual(seqsOf(reader, groupId).filter((seq) => seq > start), range(start + 1, start + 50));
    }
  });

  await t.step("F3 a removed member gets that fact and nothing after it; one let in again gets all of it", async () => {
    await using sockets = new Sockets();
    const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
    await say("before");
    await bobs.next("group", ({ content }) => content === "before");
    await api(ann, "DELETE", `/api/v1/groups/${groupId}/members/${bob.id}`);
    await bobs.next("group_member_removed");
    await bobs.next("conversation_removed", ({ conversation_id }) => conversation_id === groupId);
    const missed = Number((await say("not for bob")).body.seq);
    anns.send({ type: "typing", group_id: groupId });
    await anns.next("group", ({ seq }) => seq === missed);
    await bobs.settle();
    bobs.expectNone("group");
    bobs.expectNone("typing");
    assert.deepEqual(await resume(bobs, { [groupId]: 1 }), {});
    await api(ann, "POST", `/api/v1/groups/${groupId}/members`, { user_id: bob.id });
    const added = await bobs.next("group_member_added");
    assert.equal(added.seq, missed + 1);
    await resume(bobs, { [groupId]: missed - 1 });
    await bobs.next("group", ({ seq }) => seq === missed);
    await say("for bob again");
    await bobs.next("group", ({ content }) => content === "for bob again");
  });

  await t.step("a removal that no broadcast told of ends at the next re-check", async () => {
    const { hub } = server.parts;
    const facts = hub.facts.bind(hub);
    await api(ann, "POST", `/api/v1/groups/${groupId}/members`, { user_id: cem.id });
    await using sockets = new Sockets();
    const cems = await sockets.connect(cem);
    await say("cem hears this");
    await cems.next("group", ({ content }) => content === "cem hears this");
    try {
      hub.facts = () => {};
      await api(ann, "DELETE", `/api/v1/groups/${groupId}/members/${cem.id}`);
    } finally {
      hub.facts = facts;
    }
    await cems.next("conversation_removed");
    await say("and not this");
    await cems.settle();
    assert.equal(cems.frames.some(({ content }) => content === "and not this"), false);
  });
});
