import assert from "node:assert/strict";
import { HttpError } from "fresh";
import { ChatError } from "@/lib/errors.ts";
import { errorResponse, failureOf, orFail } from "./errors.ts";

const answer = async (error: unknown) => {
  const response = errorResponse(failureOf(error, "request-1"), "request-1");
  return { status: response.status, headers: response.headers, body: await response.json() };
};
const lost = Object.assign(new Error("write CONNECTION_CLOSED 10.0.0.5:5432"), { code: "CONNECTION_CLOSED" });

Deno.test("an expected failure leaves with its status, sentence and code", async () => {
  const { status, body } = await answer(new ChatError("user_exists", { field: "email" }));
  assert.deepEqual([status, body], [409, { error: "User already exists", code: "user_exists", field: "email" }]);
});

Deno.test("what nobody expected tells nothing but a number to ask for", async () => {
  const secret = new Error('duplicate key in "users_email" at /srv/freshet/db/users.ts:12');
  const { status, body } = await answer(secret);
  assert.equal(status, 500);
  assert.deepEqual(body, {
    error: "Something went wrong on our side",
    code: "internal",
    request_id: "request-1",
  });
});

Deno.test("storage that is away is 503 and worth another try, also when a driver's error is wrapped", async () => {
  for (const error of [lost, new Error("Failed query: select 1", { cause: lost })]) {
    const { status, body, headers } = await answer(error);
    assert.deepEqual([status, body.error, body.code], [503, "Cannot reach storage", "unavailable"]);
    assert.ok(Number(headers.get("retry-after")) >= 1);
    assert.ok(!JSON.stringify(body).includes("10.0.0.5"));
  }
});

Deno.test("refusals that have an end say when, and those for want of a token say how", async () => {
  const wait = await answer(new ChatError("rate_limited", { retryAfterMs: 61_500 }));
  assert.deepEqual([wait.status, wait.headers.get("retry-after")], [429, "62"]);
  const who = await answer(new ChatError("invalid_token"));
  assert.deepEqual([who.status, who.headers.get("www-authenticate")], [401, 'Bearer realm="freshet"']);
});

Deno.test("the framework's own errors are of the table too", async () => {
  for (
    const [status, code] of [[404, "not_found"], [405, "method_not_allowed"], [403, "forbidden"], [418, "bad_request"]]
  ) {
    assert.equal((await answer(new HttpError(Number(status)))).body.code, code);
  }
});

Deno.test("an endpoint's own sentence replaces only what nobody expected", async () => {
  const message = (error: unknown) =>
    orFail("Failed to get contacts", Promise.reject(error)).catch((failure) => failure.message);
  assert.equal(await message(new TypeError("x is undefined")), "Failed to get contacts");
  assert.equal(await message(new ChatError("query_required")), "Search query is required");
  assert.equal(await message(lost), "Cannot reach storage");
  assert.equal(await orFail("never said", Promise.resolve(5)), 5);
});
