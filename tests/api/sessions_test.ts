import assert from "node:assert/strict";
import type { SessionEvent } from "@/lib/auth/auth.ts";
import { newId } from "@/lib/ids.ts";
import { api, login, register, request } from "@/tests/support/client.ts";
import { onStore } from "./support.ts";

onStore("embedded", "sessions", async (app, step) => {
  type Json = Record<string, unknown>;
  const sessionsOf = async (who: Parameters<typeof api>[0]) =>
    (await api(who, "GET", "/api/v1/sessions")).body.sessions as Json[];

  await step("my sessions say which device, from where and when, and which one asks", async () => {
    const body = { username: "lister", email: "lister@example.org", password: "correct horse" };
    const answer = await request(app, "POST", "/api/v1/auth/register", {
      body,
      headers: { "user-agent": "Tester/1.0\tbold" },
    });
    const token = String(answer.body.token);
    const list = (await request(app, "GET", "/api/v1/sessions", { token })).body.sessions as Json[];
    assert.equal(list.length, 1);
    const [only] = list;
    assert.ok(only);
    assert.deepEqual([only.kind, only.device, only.address, only.current], [
      "jwt",
      "Tester/1.0 bold",
      "127.0.0.1",
      true,
    ]);
    assert.ok(!JSON.stringify(list).includes("hash"), "no hash is shown");
  });

  await step("one session is revoked at once, and only one's own", async () => {
    const ann = await register(app, "revoker");
    const bob = await register(app, "bystander");
    const phone = await login(app, ann);
    const other = (await sessionsOf(ann)).find((session) => !session.current);
    assert.ok(other);
    const revoke = (who: typeof ann, id: unknown) => api(who, "DELETE", `/api/v1/sessions/${id}`);
    for (const id of [other.id, newId(), "x"]) {
      const { status, body } = await revoke(bob, id);
      assert.deepEqual([status, body.code], [404, "not_found"], "another person's is as a random one");
    }
    assert.equal((await sessionsOf(phone)).length, 2);
    assert.equal((await revoke(ann, other.id)).status, 200);
    assert.equal((await api(phone, "GET", "/api/v1/users/profile")).status, 401);
    assert.equal((await sessionsOf(ann)).length, 1);
  });

  await step("signing out everywhere else leaves this sign-in alone, and every socket hears of it", async () => {
    const ann = await register(app, "everywhere");
    const others = [await login(app, ann), await login(app, ann)];
    const heard: SessionEvent[] = [];
    app.parts.auth.attach({ control: (event) => void heard.push(event) });
    assert.equal((await api(ann, "DELETE", "/api/v1/sessions")).status, 200);
    app.parts.auth.attach(app.parts.hub);
    assert.deepEqual(heard.map((event) => [event.type, event.userId]), [["sessions_revoked", ann.id]]);
    for (const other of others) assert.equal((await api(other, "GET", "/api/v1/users/profile")).status, 401);
    assert.equal((await api(ann, "GET", "/api/v1/users/profile")).status, 200);
  }, { within: true });
});
