import assert from "node:assert/strict";
import { newId } from "@/lib/ids.ts";
import { api } from "@/tests/support/client.ts";
import { withinProcess } from "@/tests/support/elsewhere.ts";
import { until } from "@/tests/support/wait.ts";
import { crowd, makeGroup, openSocketServer, seqsOf, Sockets } from "./support.ts";

Deno.test("messages over sockets", async (t) => {
  await using server = await openSocketServer();
  const [ann, bob, cem] = await crowd(server, "ann", "bob", "cem");
  const groupId = await makeGroup(ann, bob);

  await t.step("B01 the very first connection is welcomed and answered", async () => {
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    const [welcome] = anns.frames;
    assert.equal(welcome?.content, "Welcome to chat server");
    assert.deepEqual([welcome?.type, welcome?.from, welcome?.to], ["system", "server", ann.id]);
    assert.equal(typeof welcome?.session_id, "string");
    assert.equal(welcome?.heartbeat_ms, 20_000);
    await anns.settle();
  });

  await t.step("T-04 reference clients connect with ?token=", async () => {
    await using sockets = new Sockets();
    await sockets.connect(ann, { as: "query" });
    await sockets.connect(bob, { as: "query" });
  });

  await t.step(
    "T-05 B09 a private message reaches all devices of both, with one id and number, and is acked",
    async () => {
      await using sockets = new Sockets();
      const anns = await sockets.connect(ann);
      const annsPhone = await sockets.connect(ann, { as: "query" });
      const bobs = await sockets.connect(bob, { as: "query" });
      const cems = await sockets.connect(cem);
      anns.send({ type: "private", to: bob.id, content: "hello", client_id: "c1", from: cem.id });
      const ack = await anns.next("ack");
      const frames = [await bobs.next("private"), await anns.next("private"), await annsPhone.next("private")];
      for (const frame of frames) {
        assert.deepEqual([frame.content, frame.from, frame.to, frame.client_id], ["hello", ann.id, bob.id, "c1"]);
        assert.deepEqual([frame.id, frame.seq, frame.conversation_id], [ack.id, ack.seq, ack.conversation_id]);
      }
      assert.equal(ack.client_id, "c1");
      await cems.settle();
      cems.expectNone("private");
    },
  );

  await t.step("B02 a group message reaches its members, the sender included, and nobody else", async () => {
    await using sockets = new Sockets();
    const [anns, bobs, cems] = [await sockets.connect(ann), await sockets.connect(bob), await sockets.connect(cem)];
    await anns.say({ type: "group", group_id: groupId, content: "all aboard" });
    for (const connection of [anns, bobs]) {
      const frame = await connection.next("group");
      assert.deepEqual([frame.content, frame.group_id, frame.from], ["all aboard", groupId, ann.id]);
    }
    await cems.settle();
    cems.expectNone("group");
  });

  await t.step("B06 an outsider can neither write, nor type, nor mark in a group", async () => {
    await using sockets = new Sockets();
    const [anns, cems] = [await sockets.connect(ann), await sockets.connect(cem)];
    const message = await anns.say({ type: "group", group_id: groupId, content: "ours" });
    const errorFor = async (frame: Record<string, unknown>) => {
      cems.send(frame);
      const { code, ref } = await cems.next("error");
      assert.equal(ref, frame.type);
      return code;
    };
    assert.equal(await errorFor({ type: "group", group_id: groupId, content: "x", client_id: "x1" }), "not_member");
    assert.equal(await errorFor({ type: "group", group_id: newId(), content: "x", client_id: "x2" }), "not_member");
    assert.equal(
      await errorFor({ type: "typing", group_id: groupId }),
      await errorFor({ type: "typing", group_id: newId() }),
    );
    for (const type of ["recall", "edit", "react"]) {
      const fields = { type, content: "x", emoji: "👍" };
      assert.equal(
        await errorFor({ ...fields, message_id: message.id }),
        await errorFor({ ...fields, message_id: newId() }),
        type,
      );
    }
    assert.equal(
      await errorFor({ type: "read", content: message.id }),
      await errorFor({ type: "read", content: newId() }),
    );
    await anns.settle();
    for (const type of ["typing", "read", "recalled", "edited", "reacted"]) anns.expectNone(type);
  });

  await t.step("the same client_id again, by any socket or over HTTP, is one message with one answer", async () => {
    await using sockets = new Sockets();
    const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
    const first = await anns.say({ type: "group", group_id: groupId, content: "once", client_id: "again" });
    const second = await anns.say({ type: "group", group_id: groupId, content: "twice", client_id: "again" });
    const { body } = await api(ann, "POST", `/api/v1/messages/group/${groupId}`, {
      content: "thrice",
      client_id: "again",
    });
    assert.deepEqual([second.id, second.seq, body.id, body.seq], [first.id, first.seq, first.id, first.seq]);
    const last = await anns.say({ type: "group", group_id: groupId, content: "after" });
    await bobs.next("group", ({ content }) => content === "after");
    const seqs = seqsOf(bobs, groupId);
    assert.deepEqual(seqs.filter((seq) => seq === first.seq), [first.seq]);
    assert.equal(last.seq, Number(first.seq) + 1);
  });

  await t.step("frames of one socket keep their order, however many are in flight", async () => {
    await using sockets = new Sockets();
    const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
    const count = 100;
    for (let i = 0; i < count; i++) {
      anns.send({ type: "private", to: bob.id, content: `p${i}`, client_id: `p${i}` });
      anns.send({ type: "group", group_id: groupId, content: `g${i}`, client_id: `g${i}` });
    }
    await bobs.next("private", ({ content }) => content === `p${count - 1}`);
    await bobs.next("group", ({ content }) => content === `g${count - 1}`);
    for (const [type, letter] of [["private", "p"], ["group", "g"]]) {
      const said = bobs.frames.filter((frame) => frame.type === type).map(({ content }) => content);
      assert.deepEqual(said, Array.from({ length: count }, (_, i) => `${letter}${i}`));
    }
  });

  await t.step("an edit, a reaction and a recall reach everyone as numbered facts", async () => {
    await using sockets = new Sockets();
    const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
    const { id, seq } = await anns.say({ type: "group", group_id: groupId, content: "tpyo" });
    anns.send({ type: "edit", message_id: id, content: "typo" });
    const edited = await bobs.next("edited");
    assert.deepEqual([edited.message_id, edited.message_seq, edited.content], [id, seq, "typo"]);
    bobs.send({ type: "react", message_id: id, emoji: "👍", on: true });
    const reacted = await anns.next("reacted");
    assert.deepEqual([reacted.message_id, reacted.emoji, reacted.on, reacted.from], [id, "👍", true, bob.id]);
    anns.send({ type: "recall", message_id: id });
    const recalled = await bobs.next("recalled");
    assert.deepEqual([recalled.message_id, recalled.from], [id, ann.id]);
    assert.deepEqual([edited.seq, reacted.seq, recalled.seq].map(Number), [1, 2, 3].map((step) => Number(seq) + step));
    bobs.send({ type: "edit", message_id: id, content: "mine" });
    assert.ok(["cannot_edit", "message_gone"].includes(String((await bobs.next("error")).code)));
  });

  await t.step("B10 the author is told who read, up to which message; the reader's other devices too", async () => {
    await using sockets = new Sockets();
    const [anns, bobs, bobsPhone] = [
      await sockets.connect(ann),
      await sockets.connect(bob),
      await sockets.connect(bob),
    ];
    const sent = await anns.say({ type: "private", to: bob.id, content: "read me" });
    await bobs.next("private");
    bobs.send({ type: "delivered", conversation_id: sent.conversation_id, seq: sent.seq });
    assert.equal((await anns.next("delivered")).seq, sent.seq);
    bobs.send({ type: "read", content: sent.id });
    const read = await anns.next("read");
    assert.deepEqual([read.from, read.content, read.seq], [bob.id, sent.id, sent.seq]);
    assert.equal((await bobsPhone.next("read")).seq, sent.seq);
  });

  await t.step("muting is told to my other devices, and to nobody else", async () => {
    await using sockets = new Sockets();
    const [anns, phone, bobs] = [await sockets.connect(ann), await sockets.connect(ann), await sockets.connect(bob)];
    for (const muted of [true, false]) {
      await api(ann, "PUT", `/api/v1/conversations/${groupId}/mute`, { muted });
      const told = { type: "muted", conversation_id: groupId, muted };
      assert.deepEqual([await anns.next("muted"), await phone.next("muted")], [told, told]);
    }
    await bobs.settle();
    bobs.expectNone("muted");
  });

  await t.step("typing is told to the others once in two seconds, and names the sender truly", async () => {
    await using sockets = new Sockets();
    const [anns, bobs, cems] = [await sockets.connect(ann), await sockets.connect(bob), await sockets.connect(cem)];
    for (let i = 0; i < 5; i++) anns.send({ type: "typing", group_id: groupId, content: { username: "someone else" } });
    const typing = await bobs.next("typing");
    assert.deepEqual([typing.from, typing.content, typing.group_id], [ann.id, { username: "ann" }, groupId]);
    await anns.say({ type: "group", group_id: groupId, content: "written" });
    await bobs.next("group");
    bobs.expectNone("typing");
    await anns.settle();
    anns.expectNone("typing");
    await cems.settle();
    cems.expectNone("typing");
  });

  await t.step("B03 a frame of any shape gets an answer, and the socket lives", async () => {
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    const shapes = [
      { type: "private", to: bob.id, content: {} },
      { type: "group" },
      { type: "nonsense" },
      [],
      null,
      7,
      "x",
    ];
    for (const shape of shapes) {
      anns.sendText(JSON.stringify(shape));
      const { code } = await anns.next("error");
      assert.ok(["bad_frame", "unknown_type"].includes(String(code)), JSON.stringify(shape));
    }
    anns.sendText("{");
    assert.equal((await anns.next("error")).code, "bad_frame");
    await anns.settle();
  });

  await t.step(withinProcess(server, "nothing is left of closed sockets", async () => {
    await until(() => {
      const { connections, people, conversations } = server.parts.hub.counts();
      return connections + people + conversations === 0;
    }, "no connection is counted");
  }));
});
