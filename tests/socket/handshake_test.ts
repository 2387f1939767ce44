import assert from "node:assert/strict";
import { api, request } from "@/tests/support/client.ts";
import { handshake, type HandshakeOptions, rawSocket } from "@/tests/support/raw_socket.ts";
import { withinProcess } from "@/tests/support/elsewhere.ts";
import { until, within } from "@/tests/support/wait.ts";
import { crowd, openSocketServer, Sockets } from "./support.ts";

Deno.test("the handshake", async (t) => {
  await using server = await openSocketServer();
  const { url } = server;
  const [ann, bob] = await crowd(server, "ann", "bob");
  const cookie = await signInForm(url, ann.email, ann.password);
  const answer = async (options: Omit<HandshakeOptions, "url">) => {
    const { status, body } = await handshake({ url, ...options });
    return [status, status === 101 ? "" : JSON.parse(body).error];
  };

  await t.step(
    "who: bearer, subprotocol, query or cookie; nobody and nonsense are refused before the upgrade",
    async () => {
      assert.deepEqual(await answer({ token: ann.token }), [101, ""]);
      assert.deepEqual(await answer({ path: `/ws?token=${ann.token}` }), [101, ""]);
      assert.deepEqual(await answer({ headers: { cookie, origin: url } }), [101, ""]);
      assert.deepEqual(await answer({}), [401, "Token is required"]);
      assert.deepEqual(await answer({ path: "/ws?token=" }), [401, "Token is required"]);
      for (const bad of ["nonsense", `${ann.token}x`, "a.b.c"]) {
        assert.deepEqual(await answer({ path: `/ws?token=${bad}` }), [401, "Invalid token"]);
        assert.deepEqual(await answer({ token: bad }), [401, "Invalid token"]);
        const headers = { "sec-websocket-protocol": `freshet.v1, bearer.${bad}` };
        assert.deepEqual(await answer({ headers }), [401, "Invalid token"]);
      }
    },
  );

  await t.step("the subprotocol is confirmed to who offers it, and to nobody else", async () => {
    const offered = await handshake({ url, headers: { "sec-websocket-protocol": `freshet.v1, bearer.${ann.token}` } });
    assert.deepEqual([offered.status, offered.headers.get("sec-websocket-protocol")], [101, "freshet.v1"]);
    const plain = await handshake({ url, token: ann.token });
    assert.deepEqual([plain.status, plain.headers.get("sec-websocket-protocol")], [101, null]);
    const other = await handshake({ url, token: ann.token, headers: { "sec-websocket-protocol": "chat" } });
    assert.deepEqual([other.status, other.headers.get("sec-websocket-protocol")], [101, null]);
  });

  await t.step("B14 with a cookie the origin must be ours; a token needs none", async () => {
    const { host, port } = new URL(url);
    const foreign = [
      "",
      "null",
      "https://evil.example",
      `http://${host}.evil.example`,
      `http://sub.${host}`,
      `http://127.0.0.1:${Number(port) + 1}`,
      `https://${host}`,
      `HTTP://${host}`,
      `http://${host}/`,
      `http://${host} https://evil.example`,
    ];
    for (const origin of foreign) {
      assert.deepEqual(await answer({ headers: { cookie, origin } }), [403, "Origin is not allowed"], origin);
    }
    assert.deepEqual(await answer({ headers: { cookie, origin: url } }), [101, ""]);
    assert.deepEqual(await answer({ token: ann.token, headers: { origin: "https://evil.example" } }), [101, ""]);
  });

  await t.step("a request that is no upgrade is told so, after who asks", async () => {
    const target = { url };
    assert.equal((await request(target, "GET", "/ws")).status, 401);
    const plain = await request(target, "GET", "/ws", { token: ann.token });
    assert.deepEqual([plain.status, plain.body.error], [400, "Failed to upgrade connection"]);
  });

  await t.step(withinProcess(
    server,
    "I3 the seventeenth socket of a person is refused, others' are not, and a closed one makes room",
    async () => {
      await using sockets = new Sockets();
      const open = [];
      for (let i = 0; i < 16; i++) open.push(await sockets.connect(ann));
      const { status, headers, body } = await handshake({ url, token: ann.token });
      assert.deepEqual([status, JSON.parse(body).code], [429, "too_many_sockets"]);
      assert.ok(Number(headers.get("retry-after")) > 0);
      await sockets.connect(bob);
      await open[0]?.close();
      await sockets.connect(ann);
    },
  ));

  await t.step(withinProcess(server, "twenty handshakes at once do not pass the limit together", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => rawSocket({ url, token: bob.token }).catch(() => null)),
    );
    const open = answers.filter((socket) => socket !== null);
    for (const socket of open) socket.abort();
    assert.equal(open.length, 16);
  }));

  await t.step("signing out closes that session's sockets with 4501 and no others", async () => {
    await using sockets = new Sockets();
    const other = await api(bob, "POST", "/api/v1/auth/login", { email: bob.email, password: bob.password });
    const second = { ...bob, token: String(other.body.token) };
    const [first, phone] = [await sockets.connect(bob), await sockets.connect(second)];
    await api(second, "POST", "/api/v1/auth/logout");
    assert.equal((await within(phone.closed, "the socket to close")).code, 4501);
    await first.settle();
    assert.deepEqual(await answer({ token: second.token }), [401, "Invalid token"]);
  });

  await t.step("who is online is told to those who may see it, and needs a sign-in", async () => {
    assert.equal((await request({ url }, "GET", "/ws/online-users")).status, 401);
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    await anns.settle();
    const names = async () => {
      const { body } = await api(bob, "GET", "/ws/online-users");
      return (body.online_users as { username: string; email: string }[]).map(({ username, email }) =>
        username + email
      );
    };
    assert.equal((await names()).includes("ann"), false, "strangers");
    await anns.say({ type: "private", to: bob.id, content: "hello" });
    // A moment passes between the welcome and what others may see: her choice is read first.
    await until(async () => (await names()).includes("ann"), "ann has written to bob, so he sees her");
  });
});

Deno.test("FRESHET_QUERY_TOKEN=off refuses tokens in addresses, and the limit of an address counts everybody", async () => {
  await using server = await openSocketServer({
    env: { FRESHET_QUERY_TOKEN: "off" },
    limits: { socketsPerAddress: 2 },
  });
  const { url } = server;
  const [ann, bob, cem] = await crowd(server, "ann", "bob", "cem");
  assert.equal((await handshake({ url, path: `/ws?token=${ann.token}` })).status, 401);
  await using sockets = new Sockets();
  await sockets.connect(ann);
  await sockets.connect(bob);
  assert.equal((await handshake({ url, token: cem.token })).status, 429);
});

Deno.test("who connects while too many are being welcomed is told to come later; refusals and welcomes give places back", async () => {
  await using full = await openSocketServer({ limits: { openingSockets: 0 } });
  const [nobody] = await crowd(full, "ann");
  const refused = await handshake({ url: full.url, token: nobody.token });
  assert.equal(refused.status, 503);
  assert.ok(Number(refused.headers.get("retry-after")) >= 2, "with a hint");

  await using server = await openSocketServer({ limits: { openingSockets: 1 } });
  const { url } = server;
  const [ann, bob] = await crowd(server, "ann", "bob");
  for (let n = 0; n < 3; n++) assert.equal((await handshake({ url, token: "wrong" })).status, 401);
  await using sockets = new Sockets();
  for (const person of [ann, bob, ann]) await sockets.connect(person);
});

/** Signs in as a browser does; the session cookie. */
async function signInForm(url: string, email: string, password: string): Promise<string> {
  const response = await fetch(`${url}/login`, {
    method: "POST",
    body: new URLSearchParams({ email, password }),
    headers: { origin: url },
    redirect: "manual",
  });
  await response.body?.cancel();
  const [cookie = ""] = response.headers.getSetCookie().map((text) => text.split(";")[0] ?? "");
  assert.match(cookie, /freshet=/, `${response.status}`);
  return cookie;
}
