import assert from "node:assert/strict";
import { Passwords } from "./passwords.ts";

Deno.test("a password is right only as typed, and an unknown account is compared as well", async () => {
  const passwords = new Passwords(4, 2);
  const hash = await passwords.hash("  möwe Über wasser ");
  assert.deepEqual(await passwords.check("  möwe Über wasser ", hash), { isRight: true, isCheap: false });
  assert.equal((await passwords.check("möwe Über wasser", hash)).isRight, false);
  assert.equal(passwords.compared, 2);
  assert.deepEqual(await passwords.check("anything", null), { isRight: false, isCheap: false });
  assert.equal(passwords.compared, 3, "the dummy was compared");
});

Deno.test("a hash cheaper than the setting is found out when the password is right", async () => {
  const hash = await new Passwords(4, 1).hash("correct horse");
  assert.equal((await new Passwords(5, 1).check("correct horse", hash)).isCheap, true);
  assert.equal((await new Passwords(5, 1).check("wrong horse", hash)).isCheap, false);
});

Deno.test("the dummy comparison costs as much as a real one", async () => {
  const passwords = new Passwords(10, 1);
  const hash = await passwords.hash("a real password");
  const time = async (against: string | null) => {
    const start = performance.now();
    await passwords.check("another password", against);
    return performance.now() - start;
  };
  const real = Math.min(await time(hash), await time(hash), await time(hash));
  const dummy = Math.min(await time(null), await time(null), await time(null));
  assert.ok(dummy > real / 20, `dummy took ${dummy} ms, a real one ${real} ms`);
});

Deno.test("only a few hashes run at once, and a flood is turned away", async () => {
  const passwords = new Passwords(4, 1);
  const many = Array.from(
    { length: 300 },
    () => passwords.hash("x".repeat(8)).then(() => "done", (error) => error.code),
  );
  const outcomes = await Promise.all(many);
  assert.equal(outcomes.filter((outcome) => outcome === "rate_limited").length, 300 - 257);
  assert.equal(outcomes.filter((outcome) => outcome === "done").length, 257);
});
