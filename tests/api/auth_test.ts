import assert from "node:assert/strict";
import { api, login, register, request } from "@/tests/support/client.ts";
import { onEveryStore } from "./support.ts";

onEveryStore("sign-in, by the contract", async (app, step) => {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    request(app, "POST", `/api/v1/auth/${path}`, { body, headers });
  const raw = (path: string, body: BodyInit, type: string | null) =>
    app.fetch(
      new Request(`${app.url}${path}`, {
        method: "POST",
        body,
        headers: type === null ? {} : { "content-type": type },
      }),
    );
  const USER_FIELDS = [
    ...["id", "username", "email", "first_name", "last_name", "avatar", "status", "last_seen", "is_active"],
    ...["created_at", "updated_at"],
  ];
  const userOf = (body: Record<string, unknown>) => body.user as Record<string, unknown>;

  await step("R-01, T-01 registering gives 201 with an offline, active account and a token", async () => {
    const { status, body } = await post("register", {
      username: "Ann",
      email: "Ann@example.org",
      password: "correct horse",
    });
    assert.equal(status, 201);
    const user = userOf(body);
    for (const field of USER_FIELDS) assert.ok(field in user, `${field} is there`);
    assert.deepEqual(
      [user.username, user.email, user.status, user.is_active, user.last_seen, user.first_name],
      ["Ann", "Ann@example.org", "offline", true, null, ""],
    );
    assert.match(String(body.token), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.ok(!JSON.stringify(body).includes("$2b$"), "no hash in the answer");
  });

  await step("B17 everybody gets an id of their own, and it is in their token", async () => {
    const [one, two] = [await register(app, "one"), await register(app, "two")];
    assert.notEqual(one.id, two.id);
    for (const { id, token } of [one, two]) {
      const claims = JSON.parse(atob(token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? ""));
      assert.equal(claims.user_id, id);
    }
  });

  await step("R-01 a name or e-mail that is taken gives 409, whatever the case", async () => {
    await register(app, "Taken");
    const fresh = { username: "Free", email: "free@example.org", password: "correct horse" };
    for (const clash of [{ username: "tAKEN" }, { email: "TAKEN@example.org" }]) {
      const { status, body } = await post("register", { ...fresh, ...clash });
      assert.deepEqual([status, body.error, body.code], [409, "User already exists", "user_exists"]);
    }
    assert.equal((await post("register", fresh)).status, 201);
  });

  await step("B23 of fifty identical registrations at once one gets 201 and 49 get 409", async () => {
    const body = { username: "racer", email: "racer@example.org", password: "correct horse" };
    const answers = await Promise.all(Array.from({ length: 50 }, () => post("register", body)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(49).fill(409)]);
  });

  await step("R-01 bad fields get 400 with a sentence that names the field", async () => {
    const good = { username: "good", email: "good@example.org", password: "correct horse" };
    const refused: [Record<string, unknown>, string][] = [
      [{ ...good, username: undefined }, "username is missing"],
      [{ ...good, email: undefined }, "email is missing"],
      [{ ...good, password: undefined }, "password is missing"],
      [{ ...good, username: 5 }, "username must be a string, but is 5"],
      [{ ...good, username: { $ne: "" } }, "username must be a string, but is an object"],
      [{ ...good, password: ["x"] }, "password must be a string"],
      [{ ...good, username: "a" }, "username has 1 character; it needs at least 2"],
      [{ ...good, username: "x".repeat(51) }, "username has 51 characters; at most 50 are allowed"],
      [{ ...good, email: "nobody" }, "email must look like name@example.org"],
      [{ ...good, password: "short" }, "password has 5 bytes; it needs at least 8"],
      [{ ...good, password: "é".repeat(40) }, "password has 80 bytes; at most 72 are allowed"],
      [{ ...good, username: "nul\u0000l" }, "username may not hold the character U+0000"],
    ];
    for (const [body, sentence] of refused) {
      const answer = await post("register", body);
      assert.deepEqual([answer.status, answer.body.error, answer.body.code], [400, sentence, "invalid"]);
    }
    const extra = { ...good, id: "x", is_admin: true, status: "online", created_at: "2000-01-01" };
    const { status, body } = await post("register", extra);
    assert.equal(status, 201, "unknown fields are ignored");
    assert.notEqual(userOf(body).id, "x");
    assert.equal(userOf(body).is_admin, false);
  });

  await step("only application/json is read, and only a body of sane size", async () => {
    const path = "/api/v1/auth/register";
    const body = JSON.stringify({ username: "typed", email: "typed@example.org", password: "correct horse" });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", null]) {
      const response = await raw(path, new TextEncoder().encode(body), type);
      assert.equal(response.status, 415, String(type));
      assert.equal((await response.json()).code, "unsupported_type");
    }
    for (const text of ["{", "", "\u0000", '{"username": ', new Uint8Array([0x22, 0xff, 0x22])]) {
      const response = await raw(path, text, "application/json");
      assert.equal(response.status, 400);
      assert.equal((await response.json()).code, "bad_json");
    }
    for (const text of ["null", "[]", '"text"', "5"]) {
      const response = await raw(path, text, "application/json");
      assert.deepEqual([response.status, (await response.json()).code], [400, "invalid"]);
    }
    const deep = await raw(path, "[".repeat(50) + "]".repeat(50), "application/json");
    assert.deepEqual([deep.status, (await deep.json()).code], [400, "bad_json"]);
    const large = await raw(path, `{"username":"${"x".repeat(1024 * 1024)}"}`, "application/json");
    assert.deepEqual([large.status, (await large.json()).code], [413, "too_large"]);
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)),
    });
    const streamed = await raw(path, endless, "application/json");
    assert.equal(streamed.status, 413, "without a length it is given up on the way");
    assert.equal((await raw(path, body, "Application/JSON; charset=utf-8")).status, 201);
  });

  await step("R-02, T-02 the e-mail and the password sign in and give the same account", async () => {
    const ann = await register(app, "signin");
    const { status, body } = await post("login", { email: "SIGNIN@Example.org", password: ann.password });
    assert.equal(status, 200);
    assert.deepEqual([userOf(body).id, userOf(body).username], [ann.id, "signin"]);
    assert.equal((await request(app, "GET", "/api/v1/users/profile", { token: String(body.token) })).status, 200);
  });

  await step("R-02 a wrong password and an unknown e-mail get one and the same 401", async () => {
    const ann = await register(app, "enumerated");
    const known = await post("login", { email: ann.email, password: "wrong horse" });
    const unknown = await post("login", { email: "nobody@example.org", password: "wrong horse" });
    assert.equal(known.status, 401);
    assert.deepEqual(known.body, { error: "Invalid credentials", code: "invalid_credentials" });
    assert.deepEqual(unknown.body, known.body);
    const names = ({ headers }: typeof known) => [...headers.keys()].toSorted();
    assert.deepEqual(names(unknown), names(known));
    assert.ok(known.headers.has("www-authenticate"));
    assert.equal((await post("login", { email: ann.email })).status, 400);
  });

  await step("R-02 signing in by JSON sets no cookie", async () => {
    const ann = await register(app, "cookieless");
    const { headers } = await post("login", { email: ann.email, password: ann.password });
    assert.equal(headers.get("set-cookie"), null);
  });

  await step("R-03, B16 logging out ends this token at once and no other", async () => {
    const ann = await register(app, "leaver");
    const elsewhere = await login(app, ann);
    const { status, body } = await api(ann, "POST", "/api/v1/auth/logout");
    assert.deepEqual([status, body], [200, { message: "Logged out successfully" }]);
    const after = await api(ann, "GET", "/api/v1/users/profile");
    assert.deepEqual([after.status, after.body.error], [401, "Invalid token"]);
    assert.equal((await api(elsewhere, "GET", "/api/v1/users/profile")).status, 200);
  });

  await step("without a good token the API says what is missing, in the contract's words", async () => {
    const ann = await register(app, "bearer");
    const get = (authorization: string | null) =>
      request(app, "GET", "/api/v1/users/profile", { headers: authorization === null ? {} : { authorization } });
    const refused: [string | null, string][] = [
      [null, "Authorization header is required"],
      ["Basic YTpi", "Bearer token is required"],
      ["Bearer", "Bearer token is required"],
      ["Bearer ", "Bearer token is required"],
      [ann.token, "Bearer token is required"],
      ["Bearer nonsense", "Invalid token"],
      [`Bearer ${ann.token}x`, "Invalid token"],
    ];
    for (const [authorization, sentence] of refused) {
      const { status, body, headers } = await get(authorization);
      assert.deepEqual([status, body.error], [401, sentence], String(authorization));
      assert.match(headers.get("www-authenticate") ?? "", /^Bearer/);
    }
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      assert.equal((await get(`${scheme} ${ann.token}`)).status, 200);
    }
  });

  await step("a changed password signs out the other sign-ins and not this one", async () => {
    const ann = await register(app, "changer");
    const elsewhere = await login(app, ann);
    const change = (current_password: string, new_password: string) =>
      api(ann, "PUT", "/api/v1/auth/password", { current_password, new_password });
    const wrong = await change("not mine", "battery staple");
    assert.deepEqual([wrong.status, wrong.body.field], [400, "current_password"]);
    assert.equal((await change(ann.password, "short")).body.field, "new_password");
    assert.equal((await change(ann.password, "battery staple")).status, 200);
    assert.equal((await api(ann, "GET", "/api/v1/users/profile")).status, 200);
    assert.equal((await api(elsewhere, "GET", "/api/v1/users/profile")).status, 401);
    assert.equal((await post("login", { email: ann.email, password: ann.password })).status, 401);
    assert.equal((await post("login", { email: ann.email, password: "battery staple" })).status, 200);
  });

  await step("unknown paths and methods of the API get JSON", async () => {
    const ann = await register(app, "explorer");
    const missing = await api(ann, "GET", "/api/v1/nothing/here");
    assert.deepEqual([missing.status, missing.body.code], [404, "not_found"]);
    const method = await api(ann, "DELETE", "/api/v1/users/contacts");
    assert.ok([404, 405].includes(method.status));
    assert.equal((await request(app, "OPTIONS", "/api/v1/users/profile")).status, 204);
  });
});
