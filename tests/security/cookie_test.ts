import assert from "node:assert/strict";
import { onStore } from "@/tests/api/support.ts";
import { browserFrom, loginByForm, registerByForm, submit } from "./browser_like.ts";

onStore("embedded", "cookies", async (app, step) => {
  const profile = async (cookie: string): Promise<number> => {
    const response = await app.fetch(new Request(`${app.url}/api/v1/users/profile`, { headers: { cookie } }));
    await response.body?.cancel();
    return response.status;
  };

  await step("the form signs in with a cookie that scripts, other sites and other hosts cannot have", async () => {
    const { setCookie, cookie } = await registerByForm(app, "cookie");
    const [pair = "", ...attributes] = setCookie.split("; ");
    assert.match(pair, /^__Host-freshet=[\w-]{43}$/, "256 bits");
    for (const attribute of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) assert.ok(attributes.includes(attribute));
    assert.ok(!attributes.some((attribute) => /^domain/i.test(attribute)));
    assert.equal(await profile(cookie), 200);
  });

  await step("every sign-in has a new cookie, and a planted one does not become it", async () => {
    const first = await registerByForm(app, "rotating");
    const second = await loginByForm(app, "rotating");
    assert.notEqual(first.cookie, second.cookie);
    const planted = `__Host-freshet=${"a".repeat(43)}`;
    const third = await loginByForm(app, "rotating", planted);
    assert.notEqual(third.cookie, planted);
    assert.equal(await profile(planted), 401);
    const fourth = await loginByForm(app, "rotating", first.cookie);
    assert.equal(await profile(first.cookie), 401, "what the browser came with has ended");
    assert.deepEqual([await profile(second.cookie), await profile(fourth.cookie)], [200, 200]);
  });

  await step("signing out ends the cookie on the server, and tells the browser to forget it", async () => {
    const { cookie } = await registerByForm(app, "parting");
    const other = await loginByForm(app, "parting");
    const out = await submit(app, "/logout", {}, { cookie });
    assert.deepEqual([out.status, out.headers.get("location")], [303, "/login"]);
    assert.match(out.headers.get("set-cookie") ?? "", /^__Host-freshet=; Max-Age=0;/);
    assert.equal(await profile(cookie), 401, "replayed");
    assert.equal(await profile(other.cookie), 200, "the other device stays");
  });

  await step("a changed password gives a new cookie for this device; old ones are refused", async () => {
    const here = await registerByForm(app, "changing");
    const there = await loginByForm(app, "changing");
    const response = await app.fetch(
      new Request(`${app.url}/api/v1/auth/password`, {
        method: "PUT",
        headers: { cookie: here.cookie, origin: app.url, "content-type": "application/json" },
        body: JSON.stringify({ current_password: "correct horse", new_password: "battery staple" }),
      }),
    );
    assert.equal(response.status, 200);
    const fresh = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    assert.deepEqual([await profile(here.cookie), await profile(there.cookie)], [401, 401]);
    assert.equal(await profile(fresh), 200);
  });

  await step("a refused form keeps what was typed, but never the password, and sets no cookie", async () => {
    const response = await submit(app, "/register", { username: "a", email: "typed@example.org", password: "tiny-pw" });
    assert.equal(response.status, 422);
    assert.deepEqual(response.headers.getSetCookie(), []);
    const html = await response.text();
    assert.ok(html.includes("typed@example.org"));
    assert.ok(!html.includes("tiny-pw"));
  });

  await step("after signing in one goes on to a page of this site only", async () => {
    await registerByForm(app, "onward");
    const fields = { email: "onward@example.org", password: "correct horse" };
    for (
      const [next, expected] of [["/groups?x=1", "/groups?x=1"], ["//evil.example", "/"], ["/\\evil.example", "/"]]
    ) {
      const response = await submit(app, `/login?next=${encodeURIComponent(next ?? "")}`, fields);
      assert.equal(response.headers.get("location"), expected, next);
      await browserFrom(response);
    }
  });

  await step("who is not signed in is led to the sign-in page and back", async () => {
    const response = await app.fetch(
      new Request(`${app.url}/settings/profile?x=1`, { headers: { accept: "text/html" }, redirect: "manual" }),
    );
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("location")], [
      303,
      "/login?next=%2Fsettings%2Fprofile%3Fx%3D1",
    ]);
  });

  await step("E9 a common password is taken, and the next page warns of it once", async () => {
    const fields = { username: "commoner", email: "commoner@example.org", password: "Password123" };
    const response = await submit(app, "/register", fields);
    assert.equal(response.status, 303);
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
    const page = () =>
      app.fetch(new Request(`${app.url}/settings`, { headers: { cookie: cookies, accept: "text/html" } }));
    const first = await page();
    assert.match(await first.text(), /most common/);
    assert.ok(first.headers.getSetCookie().some((cookie) => /^freshet-flash=;.*Max-Age=0/.test(cookie)), "shown once");
  });
});
