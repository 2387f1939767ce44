import assert from "node:assert/strict";
import { api, login } from "@/tests/support/client.ts";
import { within } from "@/tests/support/wait.ts";
import { crowd, openSocketServer, Sockets } from "./support.ts";

Deno.test("what ends a sign-in ends its sockets, and no others", async (t) => {
  await using server = await openSocketServer();
  const [root, ann, bob] = await crowd(server, "root", "ann", "bob");
  const closeOf = async (socket: { closed: Promise<CloseEvent> }) => (await within(socket.closed, "the close")).code;

  await t.step("signing out closes the socket of that sign-in with 4501; the other device stays", async () => {
    await using sockets = new Sockets();
    const phone = await login(server, ann);
    const [here, there] = [await sockets.connect(ann), await sockets.connect(phone)];
    assert.equal((await api(phone, "POST", "/api/v1/auth/logout")).status, 200);
    assert.equal(await closeOf(there), 4501);
    await here.settle();
    assert.equal((await api(phone, "GET", "/api/v1/users/profile")).status, 401);
  });

  await t.step("revoking one session from another device closes its socket", async () => {
    await using sockets = new Sockets();
    const phone = await login(server, ann);
    const lost = await sockets.connect(phone);
    const { body } = await api(phone, "GET", "/api/v1/sessions");
    const current = (body.sessions as { id: string; current: boolean }[]).find((session) => session.current);
    assert.equal((await api(ann, "DELETE", `/api/v1/sessions/${current?.id}`)).status, 200);
    assert.equal(await closeOf(lost), 4501);
  });

  await t.step("a new password closes all other devices, and keeps the one it was changed on", async () => {
    await using sockets = new Sockets();
    const phone = await login(server, ann);
    const [here, there] = [await sockets.connect(ann), await sockets.connect(phone)];
    const change = { current_password: ann.password, new_password: "a new horse 8" };
    const answer = await api(ann, "PUT", "/api/v1/auth/password", change);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.equal(await closeOf(there), 4501);
    await here.settle();
  });

  await t.step("deactivating somebody closes all their sockets with 4502 and refuses new ones", async () => {
    await using sockets = new Sockets();
    const [first, second] = [await sockets.connect(bob), await sockets.connect(bob, { as: "query" })];
    const answer = await api(root, "PUT", `/api/v1/admin/users/${bob.id}`, { is_active: false });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual([await closeOf(first), await closeOf(second)], [4502, 4502]);
    await assert.rejects(sockets.connect(bob));
  });
});
