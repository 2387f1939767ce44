import assert from "node:assert/strict";
import { people } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { flashIn, PageReader, problemsIn, textIn } from "./reader.ts";

Deno.test("people, settings and administration work by links and forms alone", async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const { url } = server;
  const [annPerson, bobPerson] = await people({ url }, "ann", "bob");
  assert.ok(annPerson && bobPerson);
  const ann = await PageReader.of(url, annPerson);
  const bob = await PageReader.of(url, bobPerson);

  await t.step("a friend is asked, accepts, and is a friend on both sides", async () => {
    assert.match(flashIn((await ann.submit(`/people/${bobPerson.id}/friend`, { act: "ask" })).html), /Request sent/);
    assert.match(textIn((await ann.get(`/people/${bobPerson.id}`)).html), /Take back request/);
    assert.match(textIn((await bob.get("/people/requests")).html), /They asked you/);
    await bob.submit(`/people/${annPerson.id}/friend`, { act: "accept" });
    for (const [reader, name] of [[ann, "bob"], [bob, "ann"]] as const) {
      assert.match(textIn((await reader.get("/people/friends")).html), new RegExp(`@${name}`));
    }
  });

  await t.step("a blocked person cannot write, and learns no reason; unblocked, they can", async () => {
    const chat = (await bob.submit("/new", { to: annPerson.id })).path;
    await bob.submit(chat, { content: "hello", client_id: "1" });
    await ann.submit(chat, { content: "hello yourself", client_id: "1" });
    assert.match(textIn((await ann.get(`/people/${bobPerson.id}/block`)).html), /Block bob\?/);
    await ann.submit(`/people/${bobPerson.id}/block`, { blocked: "yes" });
    const refused = await bob.post(chat, { content: "hello?", client_id: "2" });
    assert.ok(refused.status >= 400 && refused.status < 500, `${refused.status}`);
    assert.doesNotMatch(problemsIn(refused.html).join(), /block/i);
    assert.match(textIn((await ann.get("/settings/blocked")).html), /bob/);
    await ann.submit(`/people/${bobPerson.id}/block`, { blocked: "no" });
    assert.equal((await bob.post(chat, { content: "hello?", client_id: "2" })).status, 303);
  });

  await t.step("a profile is changed, and others see it", async () => {
    const fields = { first_name: "Ann", last_name: "Lee", status_text: "Back on Monday", status: "busy" };
    assert.match(flashIn((await ann.submit("/settings/profile", fields)).html), /Saved/);
    assert.match(textIn((await bob.get(`/people/${annPerson.id}`)).html), /Ann Lee @ann Back on Monday/);
    const refused = await ann.post("/settings/profile", { ...fields, first_name: "x".repeat(51) });
    assert.equal(refused.status, 400);
    assert.match(problemsIn(refused.html).join(), /at most 50/);
    assert.match(refused.html, /value="Back on Monday"/);
  });

  await t.step(
    "theme, density, motion, clock and language are the account's, from the first byte of a page",
    async () => {
      const page = await ann.submit("/settings/appearance", {
        theme: "dark",
        density: "compact",
        language: "zh",
        clock: "12",
        reduce_motion: "on",
      });
      assert.match(page.html, /<html lang="zh-Hans" data-theme="dark" data-density="compact" data-motion="less">/);
      assert.equal(flashIn(page.html), "已保存");
      assert.match(textIn(page.html), /外观/);
      assert.match(textIn(page.html), /[上下]午/);
      await ann.submit("/settings/appearance", {
        theme: "system",
        density: "comfortable",
        language: "auto",
        clock: "auto",
        enter_sends: "on",
      });
      assert.match((await ann.get("/settings/appearance")).html, /<html lang="en">/);
    },
  );

  await t.step("notifications are off until they are wanted", async () => {
    assert.doesNotMatch((await ann.get("/settings/notifications")).html, /role="switch"[^>]* checked/);
    const page = await ann.submit("/settings/notifications", { sound: "on" });
    assert.match(page.html, /id="sound"[^>]* checked/);
    assert.doesNotMatch(page.html, /id="notifications"[^>]* checked/);
  });

  await t.step("a session is ended from the list, and a new password ends all others", async () => {
    const other = await PageReader.of(url, annPerson);
    const [, end = ""] = /name="end" value="([^"]+)"/.exec((await ann.get("/settings/sessions")).html) ?? [];
    await ann.submit("/settings/sessions", { end });
    const third = await PageReader.of(url, annPerson);
    const wrong = await ann.post("/settings/password", { current_password: "wrong", new_password: "another horse 8" });
    assert.equal(wrong.status, 400);
    assert.match(problemsIn(wrong.html).join(), /not your password/);
    const changed = await ann.submit("/settings/password", {
      current_password: annPerson.password,
      new_password: "another horse 8",
    });
    assert.match(flashIn(changed.html), /Password changed/);
    assert.equal((await third.get("/settings/profile")).status, 303);
    assert.equal((await other.get("/settings/profile")).status, 303);
    assert.equal((await ann.get("/settings/profile")).status, 200);
  });

  await t.step("administration is there for administrators, and nothing for others", async () => {
    for (const place of ["/admin", "/admin/invites", "/admin/notice", "/admin/log", "/admin/instances"]) {
      assert.equal((await ann.get(place)).status, 200, place);
      assert.equal((await bob.get(place)).status, 404, place);
    }
    assert.doesNotMatch((await bob.get("/settings")).html, /\/admin/);
    const instances = textIn((await ann.get("/admin/instances")).html);
    assert.match(instances, /Answers you/);
    assert.match(instances, /\w:\d+/);
  });

  await t.step(
    "an administrator makes a password link, which works once; a common password is taken with a word",
    async () => {
      const linkFor = async () => {
        const made = await ann.post("/admin", { act: `reset ${bobPerson.id}` });
        assert.equal(made.status, 201);
        return /value="[^"]*(\/reset\/[^"]+)"/.exec(made.html)?.[1] ?? "";
      };
      const stranger = new PageReader(url);
      const common = await stranger.submit(await linkFor(), { new_password: "Password123" });
      assert.match(flashIn(common.html), /Sign in with it\..* among the most common ones/);
      const link = await linkFor();
      assert.equal((await stranger.post(link, { new_password: "third horse 9" })).location, "/login");
      assert.equal((await stranger.post(link, { new_password: "fourth horse 1" })).status, 410);
      assert.equal((await stranger.post("/login", { email: bobPerson.email, password: "third horse 9" })).status, 303);
    },
  );

  await t.step("a deactivated person is out at once, and in again when let in", async () => {
    const back = new PageReader(url);
    await back.post("/login", { email: bobPerson.email, password: "third horse 9" });
    await ann.submit("/admin", { act: `deactivate ${bobPerson.id}` });
    assert.equal((await back.get("/")).status, 303);
    assert.equal((await back.post("/login", { email: bobPerson.email, password: "third horse 9" })).status, 401);
    await ann.submit("/admin", { act: `activate ${bobPerson.id}` });
    assert.equal((await back.post("/login", { email: bobPerson.email, password: "third horse 9" })).status, 303);
    assert.match(textIn((await ann.get("/admin/log")).html), /Let in again/);
  });

  await t.step("leaving asks for the password, and is the end of the account", async () => {
    const bobAgain = new PageReader(url);
    await bobAgain.post("/login", { email: bobPerson.email, password: "third horse 9" });
    assert.equal((await bobAgain.post("/settings/account", { act: "delete", password: "no" })).status, 400);
    assert.equal(
      (await bobAgain.post("/settings/account", { act: "delete", password: "third horse 9" })).location,
      "/login",
    );
    assert.equal((await bobAgain.get("/")).status, 303);
    assert.equal((await bobAgain.post("/login", { email: bobPerson.email, password: "third horse 9" })).status, 401);
  });
});
