import assert from "node:assert/strict";
import { until } from "@/tests/support/wait.ts";
import { Batched } from "./batched.ts";

/** Answers each question when told to. */
function set(most = 10, patienceMs = 1e9) {
  const asked: string[][] = [];
  const pending: PromiseWithResolvers<void>[] = [];
  const batched = new Batched<string>(async (keys) => {
    asked.push([...keys]);
    const gate = Promise.withResolvers<void>();
    pending.push(gate);
    await gate.promise;
    return new Map(keys.filter((key) => key !== "unknown").map((key) => [key, `${key}!`]));
  }, { most, patienceMs });
  return { asked, batched, next: () => pending.shift() };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("what is asked while one question is being answered goes into the next one", async () => {
  const { asked, batched, next } = set();
  const first = batched.get("a");
  await turn();
  const rest = ["b", "c", "a", "unknown"].map((key) => batched.get(key));
  await turn();
  assert.deepEqual(asked, [["a"]]);
  next()?.resolve();
  assert.equal(await first, "a!");
  await turn();
  next()?.resolve();
  assert.deepEqual(await Promise.all(rest), ["b!", "c!", "a!", undefined]);
  assert.deepEqual(asked, [["a"], ["b", "c", "a", "unknown"]]);
});

Deno.test("a question without an answer holds up the next one for a while only, and is answered all the same", async () => {
  const { asked, batched, next } = set(10, 10);
  const first = batched.get("a");
  await turn();
  const second = batched.get("b");
  await until(() => asked.length === 2, "the next question goes out");
  const late = next();
  next()?.resolve();
  assert.equal(await second, "b!");
  late?.resolve();
  assert.equal(await first, "a!");
});

Deno.test("a question is never larger than allowed, and one that fails fails only who asked it", async () => {
  const { asked, batched, next } = set(2);
  const answers = Promise.allSettled(["a", "b", "c"].map((key) => batched.get(key)));
  await turn();
  next()?.reject(new Error("storage is away"));
  await turn();
  next()?.resolve();
  assert.deepEqual((await answers).map(({ status }) => status), ["rejected", "rejected", "fulfilled"]);
  assert.deepEqual(asked, [["a", "b"], ["c"]]);
});
