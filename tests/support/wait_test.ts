import assert from "node:assert/strict";
import { until, within } from "./wait.ts";

Deno.test("until gives back what the condition found", async () => {
  let asked = 0;
  assert.equal(await until(() => ++asked === 3 && "found", "the third question"), "found");
});

Deno.test("until says what it waited for, and what the condition last threw", async () => {
  const failing = () => Promise.reject(new Error("still closed"));
  await assert.rejects(until(failing, "the door opens", 10), (error: Error) => {
    assert.match(error.message, /until the door opens/);
    assert.match(String(error.cause), /still closed/);
    return true;
  });
});

Deno.test("within passes on an answer in time, and names what never came", async () => {
  assert.equal(await within(Promise.resolve(7), "seven"), 7);
  await assert.rejects(within(new Promise(() => {}), "a letter", 10), /in vain for a letter/);
});
