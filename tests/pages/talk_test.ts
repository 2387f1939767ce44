import assert from "node:assert/strict";
import { api, people } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { fieldIn, flashIn, messageIdsIn, PageReader, problemsIn, textIn } from "./reader.ts";

Deno.test("people talk by links and forms alone", async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const { url } = server;
  const [annPerson, bobPerson, cleoPerson] = await people({ url }, "ann", "bob", "cleo");
  assert.ok(annPerson && bobPerson && cleoPerson);
  const ann = await PageReader.of(url, annPerson);
  const bob = await PageReader.of(url, bobPerson);
  let chat = "";

  await t.step("someone is found by name and written to", async () => {
    const found = await ann.get("/new?q=bo");
    assert.match(found.html, new RegExp(`name="to" value="${bobPerson.id}"`));
    assert.doesNotMatch(found.html, new RegExp(cleoPerson.id));
    const page = await ann.submit("/new", { to: bobPerson.id });
    chat = page.path;
    assert.match(page.html, /This is the beginning of your chat with bob/);
  });

  await t.step("a form sent twice is one message", async () => {
    const { html } = await ann.get(chat);
    const draft = { content: "hello **bob**", client_id: fieldIn(html, "client_id") };
    assert.equal((await ann.post(chat, draft)).status, 303);
    const page = await ann.submit(chat, draft);
    assert.equal(page.html.match(/hello <strong>bob<\/strong>/g)?.length, 1);
    assert.equal(messageIdsIn(page.html).length, 1);
  });

  await t.step("the other sees it unread, opens it, and what the page showed counts as read", async () => {
    const list = await bob.get("/");
    assert.match(textIn(list.html), /ann \d\d:\d\d hello bob 1 1 unread/);
    const page = await bob.get(chat);
    assert.match(textIn(page.html), /1 new message/);
    const [, seen = ""] = /<noscript><img src="([^"]+)"/.exec(page.html) ?? [];
    assert.equal((await bob.get(seen.replaceAll("&amp;", "&"))).status, 200);
    assert.doesNotMatch(textIn((await bob.get("/")).html), /1 unread/);
    assert.match((await ann.get(chat)).html, /class="tick read"/);
  });

  await t.step("what cannot be sent comes back with its text and the reason", async () => {
    const long = "字".repeat(6_000);
    const { status, html } = await ann.post(chat, { content: long, client_id: "long" });
    assert.equal(status, 400);
    assert.equal(fieldIn(html, "content"), long);
    assert.match(problemsIn(html).join(), /1 to 16,384 bytes/);
  });

  await t.step("a reply quotes what it answers", async () => {
    const [id = ""] = messageIdsIn((await bob.get(chat)).html);
    const form = await bob.get(`${chat}?reply=${id}`);
    assert.match(textIn(form.html), /Reply to ann hello bob/);
    const page = await bob.submit(chat, {
      content: "hi",
      client_id: fieldIn(form.html, "client_id"),
      reply_to: fieldIn(form.html, "reply_to"),
    });
    assert.match(page.html, /class="quote"[^>]*><b>ann<\/b> <span>hello bob<\/span>/);
  });

  await t.step("a message can be reacted to, edited, recalled and hidden from its page", async () => {
    const [first = "", reply = ""] = messageIdsIn((await ann.get(chat)).html);
    const acts = await ann.get(`/m/${first}`);
    for (const act of ["edit", "recall", "readers"]) assert.match(acts.html, new RegExp(`/m/${first}/${act}`));
    assert.doesNotMatch((await ann.get(`/m/${reply}`)).html, new RegExp(`/m/${reply}/edit`));

    await bob.submit(`/m/${first}`, { on: "👍" });
    assert.match((await ann.get(chat)).html, /aria-pressed="false" aria-label="👍 1"/);
    await bob.submit(`/m/${first}`, { off: "👍" });
    assert.doesNotMatch((await ann.get(chat)).html, /👍/);

    const edited = await ann.submit(`/m/${first}/edit`, { content: "hello again" });
    assert.match(textIn(edited.html), /hello again edited/);
    assert.equal((await bob.get(`/m/${first}/edit`)).status, 403);

    await bob.submit(`/m/${first}`, { act: "hide" });
    assert.deepEqual(messageIdsIn((await bob.get(chat)).html), [reply]);
    assert.deepEqual(messageIdsIn((await ann.get(chat)).html), [first, reply]);

    const recalled = await ann.submit(`/m/${first}/recall`, {});
    assert.match(textIn(recalled.html), /Message recalled/);
    assert.doesNotMatch(textIn((await ann.get(chat)).html), /hello again/);
  });

  await t.step("older messages are behind a plain link, page after page, each once", async () => {
    const sent = Array.from({ length: 120 }, (_, index) => `message number ${index};`);
    for (const content of sent) await api(annPerson, "POST", `/api/v1/messages/private/${bobPerson.id}`, { content });
    const seen: string[] = [];
    let path = chat;
    for (let pages = 0; pages < 5 && path !== ""; pages += 1) {
      const { html } = await ann.get(path);
      seen.unshift(...[...textIn(html).matchAll(/(message number \d+;) (?=\d\d:)/g)].map(([, text = ""]) => text));
      path = /href="([^"]+)" rel="prev"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    }
    assert.deepEqual([...new Set(seen)], sent);
    assert.equal(seen.length, sent.length);
  });

  await t.step("a message can be found, and its place opened", async () => {
    const { html } = await bob.get(`/search?q=${encodeURIComponent("number 107;")}`);
    const [, place = ""] = /href="(\/c\/[^"]+\?at=\d+)#/.exec(html) ?? [];
    assert.match(textIn((await bob.get(place)).html), /message number 107;/);
    const within = async (chatPath: string) =>
      textIn((await bob.get(`/search?q=${encodeURIComponent("number 107;")}&in=${chatPath.slice("/c/".length)}`)).html);
    assert.match(await within(chat), /Search In ann .* message number 107; ann in ann/);
    const notes = await bob.submit("/new", { to: bobPerson.id });
    assert.doesNotMatch(await within(notes.path), /message number 107;/);
  });

  await t.step("a conversation is found by its name", async () => {
    const { html } = await bob.get("/search?q=ANN");
    assert.match(html, new RegExp(`href="${chat}"[^>]*><span[^]*?<b class="cut">ann</b>`));
  });

  await t.step("a conversation is muted and unmuted", async () => {
    const muted = await bob.submit(`${chat}/mute`, { muted: "yes" });
    assert.match(flashIn(muted.html), /Muted/);
    assert.match(textIn((await bob.get("/")).html), /ann muted/);
    assert.match(flashIn((await bob.submit(`${chat}/mute`, { muted: "no" })).html), /No longer muted/);
  });

  await t.step("an outsider finds nothing here, as at any address", async () => {
    const cleo = await PageReader.of(url, cleoPerson);
    const there = await cleo.get(chat);
    const nowhere = await cleo.get("/c/0194b000-0000-7000-8000-000000000000");
    assert.equal(there.status, 404);
    assert.equal(textIn(there.html), textIn(nowhere.html));
    assert.equal((await cleo.post(chat, { content: "let me in", client_id: "x" })).status, 404);
  });
});
