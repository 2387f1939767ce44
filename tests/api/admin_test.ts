import assert from "node:assert/strict";
import { newId } from "@/lib/ids.ts";
import { api, type Person, register, request } from "@/tests/support/client.ts";
import { onEveryStore } from "./support.ts";

onEveryStore("administration", async (app, step) => {
  type Json = Record<string, unknown>;
  const root = await register(app, "root");
  const userOf = (body: Json) => body.user as Json;
  let made = 0;

  async function invited(name = `guest${++made}`): Promise<Person> {
    const { body } = await api(root, "POST", "/api/v1/admin/invites", { max_uses: 1 });
    return await enter(name, String(body.token));
  }

  async function enter(username: string, invite?: string): Promise<Person> {
    const [email, password] = [`${username}@example.org`, "correct horse"];
    const answer = await request(app, "POST", "/api/v1/auth/register", { body: { username, email, password, invite } });
    if (answer.status !== 201) throw Object.assign(new Error("refused"), { answer });
    return {
      target: app,
      id: String(userOf(answer.body).id),
      username,
      email,
      password,
      token: String(answer.body.token),
    };
  }

  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(() => "in", (error) => `${error.answer.status} ${error.answer.body.error}`);

  await step("by invitation, a link lets in as many as it says, until it is revoked or expires", async () => {
    assert.equal(await refusal(enter("uninvited")), "403 Registration is closed");
    const { status, body } = await api(root, "POST", "/api/v1/admin/invites", { max_uses: 2 });
    assert.equal(status, 201);
    assert.match(String(body.url), /\/register\?invite=[\w-]{43}$/);
    const token = String(body.token);
    const race = await Promise.all(["r1", "r2", "r3", "r4"].map((name) => refusal(enter(name, token))));
    assert.deepEqual(race.toSorted(), [...Array(2).fill("403 Registration is closed"), "in", "in"]);
    const second = (await api(root, "POST", "/api/v1/admin/invites", {})).body;
    assert.equal(await refusal(enter("early", String(second.token))), "in");
    const { body: list } = await api(root, "GET", "/api/v1/admin/invites");
    assert.deepEqual((list.invites as Json[]).map((invite) => invite.id), [second.id], "used-up ones are not listed");
    assert.ok(!JSON.stringify(list).includes(String(second.token)));
    assert.equal((await api(root, "DELETE", `/api/v1/admin/invites/${second.id}`)).status, 200);
    assert.equal(await refusal(enter("late", String(second.token))), "403 Registration is closed");
    assert.equal((await api(root, "DELETE", `/api/v1/admin/invites/${second.id}`)).status, 404);
  });

  await step("a refused registration does not use up an invitation", async () => {
    const { body } = await api(root, "POST", "/api/v1/admin/invites", { max_uses: 1 });
    assert.equal(await refusal(enter("root", String(body.token))), "409 User already exists");
    assert.equal(await refusal(enter("fresh_name", String(body.token))), "in");
  });

  await step("the list of people is for administrators, with e-mails, in pages", async () => {
    const guest = await invited();
    const everyone: unknown[] = [];
    for (let after: unknown = "";;) {
      const { status, body } = await api(root, "GET", `/api/v1/admin/users?after=${encodeURIComponent(String(after))}`);
      assert.equal(status, 200);
      everyone.push(...(body.users as Json[]).map((user) => user.email));
      if (body.next === null) break;
      after = body.next;
    }
    assert.ok(everyone.includes(guest.email) && everyone.includes(root.email));
    const { body } = await api(root, "GET", `/api/v1/admin/users?q=${guest.username}@`);
    assert.deepEqual((body.users as Json[]).map((user) => user.id), [guest.id]);
  });

  await step("a deactivated person is out everywhere until let in again", async () => {
    const guest = await invited();
    const put = (body: unknown) => api(root, "PUT", `/api/v1/admin/users/${guest.id}`, body);
    const { status, body } = await put({ is_active: false });
    assert.deepEqual([status, userOf(body).is_active], [200, false]);
    assert.equal((await api(guest, "GET", "/api/v1/users/profile")).status, 401);
    const login = () =>
      request(app, "POST", "/api/v1/auth/login", { body: { email: guest.email, password: guest.password } });
    const refused = await login();
    assert.deepEqual([refused.status, refused.body.error], [401, "Invalid credentials"]);
    await put({ is_active: true });
    assert.equal((await login()).status, 200);
    assert.equal((await api(guest, "GET", "/api/v1/users/profile")).status, 401, "the old token does not come back");
  });

  await step("there is always an administrator, even when the last two go for each other at once", async () => {
    const second = await invited();
    const put = (who: Person, whom: Person, body: unknown) => api(who, "PUT", `/api/v1/admin/users/${whom.id}`, body);
    const alone = await put(root, root, { is_admin: false });
    assert.deepEqual([alone.status, alone.body.code], [409, "conflict"]);
    assert.equal((await put(root, root, { is_active: false })).status, 409);
    assert.equal((await api(root, "DELETE", "/api/v1/users/profile", { password: root.password })).status, 409);
    assert.equal((await put(root, second, { is_admin: true })).status, 200);
    assert.equal((await api(second, "GET", "/api/v1/admin/users")).status, 200, "at once, with the token in hand");
    const [one, two] = await Promise.all([
      put(root, second, { is_admin: false }),
      put(second, root, { is_admin: false }),
    ]);
    assert.ok([one, two].some(({ status }) => status === 200));
    const left: Json[] = [];
    for (const who of [root, second]) {
      const { status, body } = await api(who, "GET", "/api/v1/admin/audit");
      if (status === 200) left.push(body);
    }
    assert.equal(left.length, 1);
    if ((await api(root, "GET", "/api/v1/admin/users")).status !== 200) await put(second, root, { is_admin: true });
    await put(root, second, { is_admin: false });
  });

  await step(
    "a reset link sets a new password once, signs out everywhere, and makes earlier links worthless",
    async () => {
      const guest = await invited();
      const issue = async () => (await api(root, "POST", `/api/v1/admin/users/${guest.id}/reset`)).body;
      const [old, current] = [await issue(), await issue()];
      assert.match(String(current.url), /\/reset\/[\w-]{43}$/);
      const reset = (token: unknown, new_password = "brand new words") =>
        request(app, "POST", "/api/v1/auth/reset", { body: { token, new_password } });
      for (const token of [old.token, "x".repeat(43), "", "nonsense"]) {
        const { status, body } = await reset(token);
        assert.deepEqual([status, body.code], [410, "gone"], String(token));
      }
      assert.equal((await reset(current.token, "short")).status, 400, "and the link still works");
      const outcomes = await Promise.all([reset(current.token), reset(current.token)]);
      assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), [200, 410]);
      assert.equal((await api(guest, "GET", "/api/v1/users/profile")).status, 401);
      const body = { email: guest.email, password: "brand new words" };
      assert.equal((await request(app, "POST", "/api/v1/auth/login", { body })).status, 200);
    },
  );

  await step("for everybody else there is no administration", async () => {
    const guest = await invited();
    const calls: [string, string, unknown?][] = [
      ["GET", "/api/v1/admin/users"],
      ["PUT", `/api/v1/admin/users/${guest.id}`, { is_admin: true }],
      ["POST", `/api/v1/admin/users/${root.id}/reset`],
      ["GET", "/api/v1/admin/invites"],
      ["POST", "/api/v1/admin/invites", {}],
      ["DELETE", `/api/v1/admin/invites/${newId()}`],
      ["POST", "/api/v1/admin/notices", { content: "hello" }],
      ["GET", "/api/v1/admin/audit"],
    ];
    for (const [method, path, body] of calls) {
      const answer = await api(guest, method, path, body);
      assert.deepEqual([answer.status, answer.body.code], [404, "not_found"], `${method} ${path}`);
    }
  });

  await step("what administrators did is written down, without secrets", async () => {
    const guest = await invited();
    const { body: link } = await api(root, "POST", `/api/v1/admin/users/${guest.id}/reset`);
    const { body } = await api(root, "GET", "/api/v1/admin/audit");
    const [newest] = body.acts as Json[];
    assert.deepEqual([newest?.action, newest?.actor_id, newest?.subject], ["password_reset_issued", root.id, guest.id]);
    assert.ok(!JSON.stringify(body).includes(String(link.token)));
    assert.equal((await api(root, "GET", "/api/v1/admin/audit?before=never")).status, 400);
  });
}, { env: { FRESHET_REGISTRATION: "invite" } });
