import assert from "node:assert/strict";
import { register, request } from "@/tests/support/client.ts";
import { onStore } from "./support.ts";

onStore("embedded", "limits", async (app, step) => {
  const login = (email: string, address: string, headers: Record<string, string> = {}) =>
    app.fetch(
      new Request(`${app.url}/api/v1/auth/login`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ email, password: "wrong horse" }),
      }),
      address,
    );

  async function outcomes(attempts: Promise<Response>[]): Promise<number[]> {
    const answers = await Promise.all(attempts);
    await Promise.all(answers.map((answer) => answer.body?.cancel()));
    return answers.map(({ status }) => status);
  }

  await step("E7 one account stands ten guesses from wherever, and says when to come back", async () => {
    const ann = await register(app, "guessed");
    const statuses = await outcomes(Array.from({ length: 14 }, (_, i) => login(ann.email, `203.0.113.${i}`)));
    assert.deepEqual(statuses.toSorted(), [...Array(10).fill(401), ...Array(4).fill(429)]);
    const refused = await login(ann.email, "203.0.113.200");
    assert.equal(refused.status, 429);
    assert.deepEqual(await refused.json(), { error: "Too many requests", code: "rate_limited" });
    const wait = Number(refused.headers.get("retry-after"));
    assert.ok(wait > 0 && wait <= 900, `${wait} s`);
    const known = await request(app, "POST", "/api/v1/auth/login", {
      body: { email: ann.email, password: ann.password },
    });
    assert.equal(known.status, 200, "its owner still gets in from where they were before");
  });

  await step("E7 one address has a hundred tries over all accounts, and cannot pretend to be others", async () => {
    const tries = Array.from({ length: 103 }, (_, i) =>
      login(`nobody${i}@example.org`, "198.51.100.7", {
        "x-forwarded-for": `192.0.2.${i}`,
        "x-real-ip": `192.0.2.${i}`,
        forwarded: `for=192.0.2.${i}`,
      }));
    const statuses = await outcomes(tries);
    assert.equal(statuses.filter((status) => status === 401).length, 100);
    assert.equal(statuses.filter((status) => status === 429).length, 3);
    assert.deepEqual(await outcomes([login("somebody@example.org", "198.51.100.8")]), [401], "others are untouched");
  });

  await step("I1 searching too often gets 429 for that person alone", async () => {
    const [ann, bob] = [await register(app, "eager"), await register(app, "patient")];
    const search = (token: string) => request(app, "GET", "/api/v1/users/search?q=eager", { token });
    const statuses = await Promise.all(Array.from({ length: 61 }, () => search(ann.token)));
    assert.deepEqual(
      [200, 429].map((status) => statuses.filter((answer) => answer.status === status).length),
      [60, 1],
    );
    assert.ok(Number(statuses.find(({ status }) => status === 429)?.headers.get("retry-after")) > 0);
    assert.equal((await search(bob.token)).status, 200);
  });
}, { env: { FRESHET_LIMITS: "on" } });
