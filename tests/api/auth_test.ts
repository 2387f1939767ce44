import assert from "node:assert/strict";
import { api, request } from "@/tests/support/client.ts";
import { openTestApp } from "./support.ts";

const app = await openTestApp();
Deno.test.afterAll(() => app[Symbol.asyncDispose]());

Deno.test("R-01 registering gives 201 with the account and a token", async () => {
  const body = { username: "ann", email: "Ann@example.org", password: "correct horse" };
  const { status, body: answer } = await request(app, "POST", "/api/v1/auth/register", { body });
  assert.equal(status, 201, JSON.stringify(answer));
});
