import assert from "node:assert/strict";
import {
  cannotOpen,
  errorCode,
  isConnectionLost,
  isRetryable,
  isUnavailable,
  MigrationError,
  StoreUnavailableError,
} from "./errors.ts";

const withCode = (code: string, severity = "ERROR") => Object.assign(new Error(code), { code, severity });

Deno.test("what passes is told from what is wrong with a statement", () => {
  for (const code of ["CONNECTION_CLOSED", "CONNECT_TIMEOUT", "ECONNREFUSED", "ENOENT", "57P01", "57P03"]) {
    assert.ok(isConnectionLost(withCode(code)) && isUnavailable(withCode(code)), code);
  }
  for (const code of ["08006", "53100", "53300", "58030", "55P03", "57014", "25006", "ENOSPC"]) {
    assert.ok(!isConnectionLost(withCode(code)) && isUnavailable(withCode(code)), code);
  }
  for (const code of ["23505", "22P02", "40001", "42P01"]) assert.ok(!isUnavailable(withCode(code)), code);
  assert.ok(isConnectionLost(withCode("58P01", "PANIC")));
  assert.ok(isUnavailable(new StoreUnavailableError()));
  assert.ok(!isUnavailable(new Error("no code")) && !isUnavailable("no error"));
  assert.ok(isRetryable(withCode("40P01")) && !isRetryable(withCode("23505")));
});

Deno.test("the code is found below what has wrapped the error", () => {
  const wrapped = new Error("outer", { cause: new Error("middle", { cause: withCode("57P01") }) });
  assert.equal(errorCode(wrapped), "57P01");
  assert.ok(isUnavailable(wrapped));
});

Deno.test("a database that cannot be opened is named without its password, and sentences stay as they are", () => {
  const error = cannotOpen(withCode("ECONNREFUSED"), "postgres://ann:secret@db.example:5432/chat");
  assert.ok(error instanceof StoreUnavailableError);
  assert.equal(error.message, "Cannot open PostgreSQL at db.example:5432/chat: ECONNREFUSED");
  const sentence = new MigrationError("Cannot apply");
  assert.equal(cannotOpen(sentence, "postgres://db.example/chat"), sentence);
});
