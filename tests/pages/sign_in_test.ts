import assert from "node:assert/strict";
import { startServer } from "../support/server.ts";
import { fieldIn, PageReader, problemsIn, textIn } from "./reader.ts";

Deno.test("registering and signing in work without script", async (t) => {
  await using server = await startServer({ env: { FRESHET_PASSWORD_COMMON: "refuse" } });
  const { url } = server;

  await t.step(
    "a refused registration keeps what was typed, says what is wrong at each field, and no password",
    async () => {
      const { status, html } = await new PageReader(url).post("/register", {
        username: "lin mei",
        email: "nonsense",
        password: "short",
      });
      assert.equal(status, 422);
      assert.equal(fieldIn(html, "username"), "lin mei");
      assert.equal(fieldIn(html, "email"), "nonsense");
      assert.equal(fieldIn(html, "password"), "");
      assert.equal(problemsIn(html).length, 3, problemsIn(html).join(" | "));
      assert.match(html, /id="username"[^>]*aria-invalid="true"[^>]*aria-describedby="username-note"/);
    },
  );

  await t.step("the first person registers, is signed in, and is the administrator", async () => {
    const mei = new PageReader(url);
    const page = await mei.submit("/register", {
      username: "林梅",
      email: "mei@example.org",
      password: "correct horse 7",
    });
    assert.match(page.html, /Welcome, 林梅/);
    assert.match(page.html, /You are the administrator/);
  });

  await t.step(
    "E9 where common passwords are refused, registering and changing say so in the reader's language",
    async () => {
      const common = { username: "haiwei", email: "haiwei@example.org", password: "maverick1" };
      const refused = await new PageReader(url, "zh").post("/register", common);
      assert.equal(refused.status, 422);
      assert.match(problemsIn(refused.html).join(), /这个密码太常见/);
      const mei = new PageReader(url);
      await mei.submit("/login", { email: "mei@example.org", password: "correct horse 7" });
      const fields = { current_password: "correct horse 7", new_password: "Password123" };
      const { status, html } = await mei.post("/settings/password", fields);
      assert.deepEqual([status, problemsIn(html)], [400, [
        "This password is among the most common ones. Choose another.",
      ]]);
      await mei.submit("/settings/password", { ...fields, new_password: "correct horse 8" });
      await mei.submit("/settings/password", { current_password: "correct horse 8", new_password: "correct horse 7" });
    },
  );

  await t.step("a name that is taken is refused in words, in the reader's language", async () => {
    const taken = { username: "林梅", email: "other@example.org", password: "correct horse 7" };
    const english = await new PageReader(url).post("/register", taken);
    assert.equal(english.status, 409);
    assert.match(problemsIn(english.html).join(), /This name is taken/);
    const chinese = await new PageReader(url, "zh-CN,zh;q=0.9").post("/register", taken);
    assert.match(problemsIn(chinese.html).join(), /这个名字已被使用/);
    assert.match(chinese.html, /<html lang="zh-Hans"/);
  });

  await t.step(
    "a wrong password is refused as a wrong e-mail is; the right one leads on to where one was going",
    async () => {
      const reader = new PageReader(url);
      const asked = await reader.get("/settings/profile");
      assert.equal(asked.status, 303);
      assert.equal(asked.location, "/login?next=%2Fsettings%2Fprofile");
      const wrong = await reader.post(asked.location, { email: "mei@example.org", password: "wrong horse 7" });
      const unknown = await reader.post(asked.location, { email: "no@example.org", password: "wrong horse 7" });
      assert.deepEqual([wrong.status, problemsIn(wrong.html)], [unknown.status, problemsIn(unknown.html)]);
      assert.match(problemsIn(wrong.html).join(), /That email and password do not match/);
      assert.equal(fieldIn(wrong.html, "email"), "mei@example.org");
      assert.match(wrong.html, /action="\/login\?next=%2Fsettings%2Fprofile"/);
      const right = await reader.post(asked.location, { email: "mei@example.org", password: "correct horse 7" });
      assert.deepEqual([right.status, right.location], [303, "/settings/profile"]);
      assert.equal((await reader.get(right.location)).status, 200);
    },
  );

  await t.step("signing out ends it", async () => {
    const reader = new PageReader(url);
    await reader.submit("/login", { email: "mei@example.org", password: "correct horse 7" });
    assert.equal((await reader.post("/logout", {})).location, "/login");
    assert.equal((await reader.get("/")).status, 303);
  });

  await t.step("the language can be chosen before signing in, and stays", async () => {
    const reader = new PageReader(url);
    assert.match(textIn((await reader.get("/login")).html), /Sign in/);
    for (const page of ["/login", "/register"]) {
      assert.match((await reader.get(`${page}?next=%2Fjoin%2Fabc`)).html, /You are invited to a group/);
      assert.doesNotMatch((await reader.get(`${page}?next=%2Fnew`)).html, /You are invited/);
    }
    const chosen = await reader.get("/login?lang=zh&next=%2Fnew");
    assert.deepEqual([chosen.status, chosen.location], [303, "/login?next=%2Fnew"]);
    assert.match(textIn((await reader.get(chosen.location)).html), /登录/);
    assert.match(textIn((await reader.get("/register")).html), /创建账号/);
  });
});
