import assert from "node:assert/strict";
import { z } from "zod";
import { newId } from "@/lib/ids.ts";
import {
  AckJson,
  ConversationDetailsJson,
  ConversationJson,
  MessageJson,
  ReadersJson,
  SearchJson,
  TimelineJson,
} from "@/lib/http/api/chat_schemas.ts";
import { api, connect, people, type Person, request } from "../support/client.ts";
import { isAddressGiven } from "../support/elsewhere.ts";
import { startServer } from "../support/server.ts";
import { refused, shaped } from "./answers.ts";

const Messages = z.object({ messages: z.array(MessageJson) });
const OneMessage = z.object({ message: MessageJson });
const SECONDS = 2_000;

Deno.test("messages over HTTP are what the contract says", async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const [ann, bob, cem, outsider] = await people(server, "ann", "bob", "cem", "outsider") as [
    Person,
    Person,
    Person,
    Person,
  ];
  const send = async (from: Person, path: string, content: string, more = {}) =>
    shaped(await api(from, "POST", `/api/v1/messages/${path}`, { content, ...more }), 201, AckJson);
  const history = async (reader: Person, path: string, query = "") =>
    shaped(await api(reader, "GET", `/api/v1/messages/${path}${query}`), 200, Messages).messages;
  const made = await api(ann, "POST", "/api/v1/groups", { name: "Harbour", member_ids: [bob.id, cem.id] });
  const groupId = (made.body.group as { id: string }).id;

  await t.step("R-08 a direct chat is read newest first, a page at a time, by its two people", async () => {
    assert.deepEqual(await history(bob, `private/${ann.id}`), []);
    const acks = [];
    for (let i = 1; i <= 5; i++) {
      acks.push(await send(i % 2 ? ann : bob, `private/${i % 2 ? bob.id : ann.id}`, `m${i}`));
    }
    const all = await history(bob, `private/${ann.id}`);
    assert.deepEqual(all.map((message) => message.content), ["m5", "m4", "m3", "m2", "m1"]);
    assert.deepEqual(
      [all[0]?.sender_id, all[0]?.receiver_id, all[0]?.group_id, all[0]?.id],
      [ann.id, bob.id, "", acks[4]?.id],
    );
    assert.deepEqual([all[0]?.message_type, all[0]?.status, all[0]?.is_read, all[0]?.is_deleted], [
      "text",
      "sent",
      false,
      false,
    ]);
    const page = async (query: string) =>
      (await history(bob, `private/${ann.id}`, query)).map((message) => message.content);
    assert.deepEqual(await page("?page=2&limit=2"), ["m3", "m2"]);
    assert.deepEqual(await page("?page=3&limit=2"), ["m1"]);
    assert.deepEqual(await page("?page=4&limit=2"), []);
    assert.deepEqual(await history(outsider, `private/${ann.id}`), []);
    // nginx refuses the last by itself.
    for (const unknown of [newId(), "x", ...isAddressGiven() ? [] : ["%00"]]) {
      refused(await api(bob, "GET", `/api/v1/messages/private/${unknown}`), 404, "User not found", "user_not_found");
    }
  });

  await t.step("R-09 a group is read by its members; outsiders and unknown ids get one answer", async () => {
    const { seq } = await send(ann, `group/${groupId}`, "to all");
    const [newest, created] = await history(bob, `group/${groupId}`);
    assert.deepEqual([newest?.content, newest?.group_id, newest?.receiver_id, newest?.seq], [
      "to all",
      groupId,
      "",
      seq,
    ]);
    assert.equal(created?.message_type, "system");
    const direct = (await api(bob, "GET", "/api/v1/conversations")).body.conversations as {
      id: string;
      kind: string;
    }[];
    for (const id of [groupId, newId(), "x"]) {
      refused(
        await api(outsider, "GET", `/api/v1/messages/group/${id}`),
        403,
        "Not a member of this group",
        "not_member",
      );
    }
    const ofTwo = direct.find(({ kind }) => kind === "direct")?.id;
    refused(await api(bob, "GET", `/api/v1/messages/group/${ofTwo}`), 403, "Not a member of this group", "not_member");
  });

  await t.step("R-10 reading is marked by PUT or POST, told to the author, and unknown ids are 404", async () => {
    const { id } = await send(ann, `private/${bob.id}`, "read me");
    await using annSocket = await connect(ann);
    for (const method of ["PUT", "POST"]) {
      const answer = await api(bob, method, `/api/v1/messages/${id}/read`);
      assert.deepEqual([answer.status, answer.body], [200, { message: "Message marked as read" }]);
    }
    const frame = await annSocket.next("read");
    assert.deepEqual([frame.content, frame.from], [id, bob.id]);
    const { message } = shaped(await api(ann, "GET", `/api/v1/messages/${id}`), 200, OneMessage);
    assert.deepEqual([message.status, message.is_read], ["read", true]);
    assert.ok(message.read_at);
    for (const [reader, what] of [[outsider, id], [bob, newId()], [bob, "x"]] as const) {
      refused(await api(reader, "PUT", `/api/v1/messages/${what}/read`), 404, "Message not found", "message_not_found");
    }
  });

  await t.step("R-11 the author deletes for everyone, others do not, and the content is gone", async () => {
    const { id } = await send(ann, `private/${bob.id}`, "regretted");
    const remove = (who: Person, what: string, query = "") => api(who, "DELETE", `/api/v1/messages/${what}${query}`);
    refused(await remove(bob, id), 403, "Not authorized to delete this message", "cannot_delete");
    refused(await remove(outsider, id), 404, "Message not found", "message_not_found");
    refused(await remove(ann, newId()), 404, "Message not found", "message_not_found");
    await using bobSocket = await connect(bob);
    assert.deepEqual((await remove(ann, id)).body, { message: "Message deleted successfully" });
    assert.equal((await bobSocket.next("recalled")).message_id, id);
    assert.ok(!(await history(bob, `private/${ann.id}`)).some((message) => message.id === id));
    const { message } = shaped(await api(bob, "GET", `/api/v1/messages/${id}`), 200, OneMessage);
    assert.deepEqual([message.content, message.is_deleted], ["", true]);
    assert.equal((await remove(ann, id)).status, 200, "again is no failure");
  });

  await t.step("deleting for me hides it from me alone", async () => {
    const { id, seq, conversation_id } = await send(ann, `private/${bob.id}`, "hide me");
    assert.equal((await api(bob, "DELETE", `/api/v1/messages/${id}?for=me`)).status, 200);
    assert.ok(!(await history(bob, `private/${ann.id}`)).some((message) => message.id === id));
    assert.ok((await history(ann, `private/${bob.id}`)).some((message) => message.id === id));
    const page = shaped(
      await api(bob, "GET", `/api/v1/conversations/${conversation_id}/messages?limit=1`),
      200,
      TimelineJson,
    );
    assert.deepEqual(page.messages, [{ seq, hidden: true }]);
    refused(await api(bob, "GET", `/api/v1/messages/${id}`), 404, "Message not found", "message_not_found");
    const answer = await send(ann, `private/${bob.id}`, "an answer", { reply_to: id });
    const quoteFor = async (who: typeof ann) => {
      const { message } = shaped(await api(who, "GET", `/api/v1/messages/${answer.id}`), 200, OneMessage);
      return [message.reply_to?.content, message.reply_to?.is_hidden];
    };
    assert.deepEqual(await quoteFor(ann), ["hide me", undefined]);
    assert.deepEqual(await quoteFor(bob), ["", true], "nor in what answers it");
  });

  await t.step("sending over HTTP is acknowledged with 201, and the same client id is the same message", async () => {
    const body = { content: "once", client_id: "http-1" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api(ann, "POST", `/api/v1/messages/group/${groupId}`, body)),
    );
    await using socket = await connect(ann);
    const ack = await socket.say({ type: "group", group_id: groupId, content: "another body", client_id: "http-1" });
    const acks = answers.map((answer) => shaped(answer, 201, AckJson));
    assert.equal(new Set([...acks, ack].map(({ id, seq }) => `${id} ${seq}`)).size, 1);
    const { message } = shaped(await api(bob, "GET", `/api/v1/messages/${acks[0]?.id}`), 200, OneMessage);
    assert.equal(message.content, "once");
    const elsewhere = await send(ann, `private/${bob.id}`, "elsewhere", { client_id: "http-1" });
    assert.notEqual(elsewhere.id, acks[0]?.id);
  });

  await t.step("what cannot be a message is refused with a sentence, and nothing is stored", async () => {
    const before = await history(bob, `group/${groupId}`);
    const post = (body: unknown) => api(ann, "POST", `/api/v1/messages/group/${groupId}`, body);
    const cases: [unknown, number, string][] = [
      [{ content: "" }, 400, "Cannot send message: content is empty"],
      [{ content: "  \n " }, 400, "Cannot send message: content is only white space"],
      [{ content: "x".repeat(17_203) }, 400, "Cannot send message: content is 17,203 bytes, at most 16,384"],
      [
        { content: "x", client_id: "a b" },
        400,
        "Cannot send message: client_id must be 1 to 64 printable ASCII characters",
      ],
      [{ content: "x", reply_to: newId() }, 400, "Cannot send message: reply_to names no message of this conversation"],
      [{}, 400, "content is missing"],
      [{ content: {} }, 400, "content must be a string, but is an object"],
    ];
    for (const [body, status, error] of cases) refused(await post(body), status, error, "invalid");
    assert.equal((await post({ content: "a\0b" })).status, 400);
    assert.equal((await post({ content: "x", message_type: "system" })).status, 400);
    assert.deepEqual(await history(bob, `group/${groupId}`), before);
  });

  await t.step("fields that are not the author's to set are not taken from the body", async () => {
    const forged = {
      id: newId(),
      seq: 1,
      from: bob.id,
      sender_id: bob.id,
      created_at: "2001-01-01T00:00:00Z",
      role: "owner",
    };
    const ack = await send(ann, `group/${groupId}`, "forged", forged);
    const [newest] = await history(bob, `group/${groupId}`);
    assert.deepEqual([newest?.sender_id, newest?.id, newest?.seq], [ann.id, ack.id, ack.seq]);
    assert.notEqual(ack.id, forged.id);
    assert.ok(Math.abs(Date.parse(ack.created_at) - Date.now()) < 3_600 * SECONDS);
  });

  await t.step("only the author edits, by PUT", async () => {
    const { id } = await send(ann, `group/${groupId}`, "teh");
    refused(
      await api(bob, "PUT", `/api/v1/messages/${id}`, { content: "x" }),
      403,
      "Not authorized to edit this message",
      "cannot_edit",
    );
    refused(
      await api(outsider, "PUT", `/api/v1/messages/${id}`, { content: "x" }),
      404,
      "Message not found",
      "message_not_found",
    );
    const { message } = shaped(await api(ann, "PUT", `/api/v1/messages/${id}`, { content: "the" }), 200, OneMessage);
    assert.equal(message.content, "the");
    assert.ok(message.edited_at);
  });

  await t.step("reactions and readers are seen by members", async () => {
    const { id } = await send(ann, `group/${groupId}`, "vote");
    const react = (who: Person, body: unknown) => api(who, "PUT", `/api/v1/messages/${id}/reactions`, body);
    const { message } = shaped(await react(bob, { emoji: "👍" }), 200, OneMessage);
    assert.deepEqual(message.reactions, [{ emoji: "👍", user_ids: [bob.id] }]);
    assert.deepEqual(shaped(await react(bob, { emoji: "👍", on: false }), 200, OneMessage).message.reactions, []);
    assert.equal((await react(bob, { emoji: "no" })).status, 400);
    await api(bob, "PUT", `/api/v1/messages/${id}/read`);
    const readers = shaped(await api(ann, "GET", `/api/v1/messages/${id}/readers`), 200, ReadersJson);
    assert.deepEqual([readers.read.map((person) => person.username), readers.total], [["bob"], 2]);
    for (const path of ["reactions", "readers"]) {
      const answer = path === "readers"
        ? await api(outsider, "GET", `/api/v1/messages/${id}/readers`)
        : await react(outsider, { emoji: "👍" });
      refused(answer, 404, "Message not found", "message_not_found");
    }
  });

  const Listed = z.object({ conversations: z.array(ConversationJson), next: z.string().nullable() });

  await t.step("conversations are listed a page at a time, each once, in one order", async () => {
    const read = async (query: string) => shaped(await api(ann, "GET", `/api/v1/conversations${query}`), 200, Listed);
    const all = (await read("")).conversations.map(({ id }) => id);
    assert.ok(all.length >= 2);
    const seen: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const page: z.infer<typeof Listed> = await read(`?limit=1${after === "" ? "" : `&after=${after}`}`);
      assert.equal(page.conversations.length, 1);
      seen.push(...page.conversations.map(({ id }) => id));
      after = page.next;
    }
    assert.deepEqual(seen, all);
    for (const after of ["x", "1.2", `${"9".repeat(16)}.${all[0]}`]) {
      refused(
        await api(ann, "GET", `/api/v1/conversations?after=${after}`),
        400,
        "Cannot list: after is no cursor of this list",
        "invalid",
      );
    }
  });

  await t.step("conversations are listed with what is unread, opened by person, read and muted", async () => {
    const list = async (who: Person) =>
      shaped(await api(who, "GET", "/api/v1/conversations"), 200, Listed).conversations;
    const before = (await list(cem)).find(({ id }) => id === groupId);
    const { seq } = await send(ann, `group/${groupId}`, "for @cem");
    const row = (await list(cem))[0];
    assert.deepEqual([row?.id, row?.last_message?.content], [groupId, "for @cem"]);
    assert.deepEqual([row?.unread, row?.mentions], [(before?.unread ?? 0) + 1, (before?.mentions ?? 0) + 1]);
    const path = `/api/v1/conversations/${groupId}`;
    assert.equal((await api(cem, "PUT", `${path}/read`, { seq })).status, 204);
    assert.equal((await api(cem, "PUT", `${path}/delivered`, { seq })).status, 204);
    assert.deepEqual((await api(cem, "PUT", `${path}/mute`, { muted: true })).body, { muted: true });
    const Details = z.object({ conversation: ConversationDetailsJson });
    const { conversation } = shaped(await api(cem, "GET", path), 200, Details);
    assert.deepEqual([conversation.unread, conversation.mentions, conversation.muted, conversation.members.length], [
      0,
      0,
      true,
      3,
    ]);
    const opened = shaped(await api(cem, "POST", "/api/v1/conversations", { user_id: ann.id }), 200, Details);
    assert.equal(opened.conversation.peer?.username, "ann");
    const again = shaped(await api(cem, "POST", "/api/v1/conversations", { user_id: ann.id }), 200, Details);
    assert.equal(again.conversation.id, opened.conversation.id);
    refused(
      await api(cem, "POST", "/api/v1/conversations", { user_id: newId() }),
      404,
      "User not found",
      "user_not_found",
    );
    const sent = await api(cem, "POST", `/api/v1/conversations/${opened.conversation.id}/messages`, { content: "hi" });
    shaped(sent, 201, AckJson.extend({ message: MessageJson }));
    assert.equal((await api(cem, "POST", `/api/v1/conversations/${opened.conversation.id}/typing`)).status, 204);
  });

  await t.step("outsiders of a conversation get what a random id gets, on every path", async () => {
    const paths: [string, string, unknown?][] = [
      ["GET", ""],
      ["GET", "/messages"],
      ["GET", "/members"],
      ["POST", "/messages", { content: "x" }],
      ["POST", "/typing"],
      ["PUT", "/read", { seq: 1 }],
      ["PUT", "/delivered", { seq: 1 }],
      ["PUT", "/mute", { muted: true }],
    ];
    for (const [method, path, body] of paths) {
      for (const id of [groupId, newId(), "x"]) {
        refused(await api(outsider, method, `/api/v1/conversations/${id}${path}`, body), 404, "Not found", "not_found");
      }
    }
  });

  await t.step("a conversation is walked by number in both directions without hole or double", async () => {
    const { body } = await api(ann, "POST", "/api/v1/groups", { name: "Walk", member_ids: [bob.id] });
    const id = (body.group as { id: string }).id;
    for (let i = 0; i < 24; i++) await send(ann, `group/${id}`, `${i}`);
    const at = async (query: string) =>
      shaped(await api(bob, "GET", `/api/v1/conversations/${id}/messages?limit=7${query}`), 200, TimelineJson);
    const numbers = (page: { messages: readonly { seq: number }[] }) => page.messages.map(({ seq }) => seq);
    let page = await at("");
    const backward = [...numbers(page)];
    while (page.has_older) {
      // New messages meanwhile move nothing.
      await send(ann, `group/${id}`, "meanwhile");
      page = await at(`&before=${backward[0]}`);
      backward.unshift(...numbers(page));
    }
    assert.deepEqual(backward, Array.from({ length: 25 }, (_, i) => i + 1));
    page = await at("&after=0");
    const forward = [...numbers(page)];
    while (page.has_newer) {
      page = await at(`&after=${forward.at(-1)}`);
      forward.push(...numbers(page));
    }
    assert.deepEqual(forward, Array.from({ length: page.as_of }, (_, i) => i + 1));
    const around = await at("&around=10");
    assert.deepEqual([numbers(around), around.has_older, around.has_newer], [[7, 8, 9, 10, 11, 12, 13], true, true]);
    const contract = await api(bob, "GET", `/api/v1/messages/group/${id}?before=4`);
    assert.deepEqual(numbers(contract.body as { messages: { seq: number }[] }), [3, 2, 1]);
    for (const bad of ["before=x", "before=1&after=2", "around=-1"]) {
      assert.equal((await api(bob, "GET", `/api/v1/conversations/${id}/messages?${bad}`)).status, 400);
    }
  });

  await t.step("a search finds what I may read, and jumps to its place", async () => {
    const { id, seq } = await send(ann, `group/${groupId}`, "Crème brûlée 在海边");
    const find = (who: Person, q: string) => api(who, "GET", `/api/v1/messages/search?q=${encodeURIComponent(q)}`);
    for (const q of ["creme", "海边"]) {
      const { hits: [hit], next } = shaped(await find(bob, q), 200, SearchJson);
      assert.deepEqual([hit?.message.id, hit?.conversation.id, hit?.sender_name, next], [id, groupId, "ann", null]);
      const around = await api(bob, "GET", `/api/v1/conversations/${groupId}/messages?around=${seq}`);
      assert.ok(shaped(around, 200, TimelineJson).messages.some((message) => message.seq === seq));
      assert.deepEqual((await find(outsider, q)).body, { hits: [], next: null });
    }
    refused(await find(bob, " "), 400, "Search query is required", "query_required");
  });

  await t.step("B06 an outsider can neither write, read, mark nor change anything of others", async () => {
    const { id } = await send(ann, `group/${groupId}`, "inside");
    const before = await history(ann, `group/${groupId}`);
    const tries: [string, string, unknown?][] = [
      ["POST", `/api/v1/messages/group/${groupId}`, { content: "in" }],
      ["PUT", `/api/v1/messages/${id}/read`],
      ["PUT", `/api/v1/messages/${id}`, { content: "mine" }],
      ["DELETE", `/api/v1/messages/${id}`],
      ["DELETE", `/api/v1/messages/${id}?for=me`],
      ["PUT", `/api/v1/messages/${id}/reactions`, { emoji: "👍" }],
    ];
    for (const [method, path, body] of tries) {
      const { status } = await api(outsider, method, path, body);
      assert.ok(status === 403 || status === 404, `${method} ${path}: ${status}`);
    }
    assert.deepEqual(await history(ann, `group/${groupId}`), before);
  });

  await t.step(
    "B08 B09 a live message has id, number, time and ack, and reaches the author's other devices",
    async () => {
      await using phone = await connect(ann);
      await using laptop = await connect(ann, { as: "query" });
      await using bobSocket = await connect(bob);
      const ack = await phone.say({ type: "private", to: bob.id, content: "live", client_id: "live-1" });
      const seen = await Promise.all(
        [phone, laptop, bobSocket].map((socket) => socket.next("private", (frame) => frame.id === ack.id)),
      );
      for (const frame of seen) {
        assert.deepEqual([frame.seq, frame.created_at, frame.client_id, frame.from, frame.to, frame.content], [
          ack.seq,
          ack.created_at,
          "live-1",
          ann.id,
          bob.id,
          "live",
        ]);
      }
    },
  );

  await t.step("B10 a receipt goes to the author, and one reader of a group does not read for all", async () => {
    await using annSocket = await connect(ann);
    await using bobSocket = await connect(bob);
    await using cemSocket = await connect(cem);
    const { id, seq } = await annSocket.say({ type: "group", group_id: groupId, content: "who reads?" });
    bobSocket.send({ type: "read", content: id });
    const frame = await annSocket.next("read", (read) => read.content === id);
    assert.deepEqual([frame.from, frame.seq], [bob.id, seq]);
    await cemSocket.settle();
    cemSocket.expectNone("read");
    const { message } = shaped(await api(ann, "GET", `/api/v1/messages/${id}`), 200, OneMessage);
    assert.deepEqual([message.status, message.is_read], ["sent", true]);
    assert.ok(
      ((await api(cem, "GET", `/api/v1/conversations/${groupId}`)).body.conversation as { unread: number }).unread > 0,
    );
  });

  await t.step("B21 a page has at most a hundred rows and at least one, however it is asked for", async () => {
    for (let i = 0; i < 110; i++) await send(ann, `private/${cem.id}`, `${i}`);
    const count = async (query: string) => (await history(cem, `private/${ann.id}`, query)).length;
    assert.equal(await count(""), 50);
    assert.equal(await count("?limit=100"), 100);
    assert.equal(await count("?limit=100000"), 100);
    assert.equal(await count("?limit=-1"), 1);
    assert.equal(await count("?limit=0"), 1);
    assert.equal(await count("?limit=x&page=x"), 50);
    assert.equal(await count("?page=-3"), 50);
    assert.equal(await count("?page=999999999999"), 0);
  });

  await t.step("nobody signed in gets the contract's 401", async () => {
    for (const path of [`messages/private/${bob.id}`, `messages/group/${groupId}`, "conversations"]) {
      const answer = await request(server, "GET", `/api/v1/${path}`);
      refused(answer, 401, "Authorization header is required", "authorization_required");
      assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer/);
    }
  });

  await t.step("bodies of another type than JSON are refused", async () => {
    const path = new URL(`/api/v1/messages/group/${groupId}`, server.url);
    const post = (type: string, body: string) =>
      fetch(path, { method: "POST", headers: { authorization: `Bearer ${ann.token}`, "content-type": type }, body });
    for (
      const [type, body, status] of [
        ["text/plain", '{"content":"x"}', 415],
        ["application/x-www-form-urlencoded", "content=x", 415],
        ["application/json", "{", 400],
        ["application/json", "[]", 400],
      ] as const
    ) {
      const answer = await post(type, body);
      assert.equal(answer.status, status, `${type} ${body}`);
      await answer.body?.cancel();
    }
  });
});
