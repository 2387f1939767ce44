import assert from "node:assert/strict";
import fc from "fast-check";
import { Bundle, bundlesOf } from "./bundle.ts";
import { Outbound } from "./outbound.ts";
import { FakeOutlet } from "./testing/fake_outlet.ts";

const LIMITS = { outboundBytes: 1_000, outboundFrames: 5, lossyBytes: 250, slowMs: 500 };
const of = (...texts: string[]) => new Bundle(texts.map((text) => JSON.stringify(text)));

function set(batching = true, limits = {}) {
  const outlet = new FakeOutlet();
  return { outlet, outbound: new Outbound(outlet, batching, { ...LIMITS, ...limits }) };
}

Deno.test("what is pushed in one turn leaves as one frame, or as single ones", () => {
  const [batched, plain] = [set(true), set(false)];
  for (const { outbound } of [batched, plain]) {
    outbound.push(of("a", "b"));
    outbound.push(of("c"));
    assert.equal(outbound.flush(0), "idle");
  }
  assert.deepEqual(batched.outlet.sent, ['["a","b","c"]']);
  assert.deepEqual(plain.outlet.sent, ['"a"', '"b"', '"c"']);
});

Deno.test("one frame alone is no array", () => {
  const { outlet, outbound } = set();
  outbound.push(of("a"));
  outbound.flush(0);
  assert.deepEqual(outlet.sent, ['"a"']);
});

Deno.test("what is large leaves as the frame that everybody gets, what is small beside it together, in order", () => {
  const { outlet, outbound } = set(true, { outboundBytes: 1_000_000 });
  const large = of("x".repeat(5_000), "y");
  for (const bundle of [of("a"), of("b"), large, of("c")]) outbound.push(bundle);
  assert.equal(outbound.flush(0), "idle");
  assert.deepEqual(outlet.sent, ['["a","b"]', large.whole, '"c"']);
});

Deno.test("no more than the cap is handed over; the rest follows, in order, when there is room", () => {
  const { outlet, outbound } = set(true, { outboundFrames: 50 });
  outlet.isStalled = true;
  for (let i = 0; i < 15; i++) outbound.push(of(`${i}`.padStart(98, "0")));
  assert.equal(outbound.flush(0), "waiting");
  assert.ok(outlet.bufferedAmount > 800 && outlet.bufferedAmount <= 1_000, `${outlet.bufferedAmount}`);
  assert.equal(outbound.isBusy, true);
  outlet.bufferedAmount = 0;
  assert.equal(outbound.flush(10), "idle");
  assert.deepEqual(outlet.frames.map(Number), Array.from({ length: 15 }, (_, at) => at));
});

Deno.test("a reader is slow when too much waits for it, or when it has waited too long", () => {
  const [much, long] = [set(), set()];
  for (const { outlet } of [much, long]) outlet.bufferedAmount = 1_000;
  for (let i = 0; i < 12; i++) much.outbound.push(of("x".repeat(98)));
  assert.equal(much.outbound.flush(0), "slow");
  long.outbound.push(of("x"));
  assert.equal(long.outbound.flush(0), "waiting");
  assert.equal(long.outbound.flush(500), "waiting");
  assert.equal(long.outbound.flush(501), "slow");
});

Deno.test("frames count too: a reader that takes no small frames is not given ever more of them", () => {
  const { outlet, outbound } = set();
  outlet.isStalled = true;
  for (let i = 0; i < 8; i++) {
    outbound.push(of("x"));
    outbound.flush(0);
  }
  assert.equal(outlet.sent.length, 5);
  outlet.bufferedAmount = 3;
  assert.equal(outbound.flush(1), "idle");
  assert.equal(outlet.sent.length, 6, "what waited is one frame");
});

Deno.test("a reader beyond the lossy mark is busy, one with a remainder is light", () => {
  const { outlet, outbound } = set();
  outlet.bufferedAmount = 251;
  assert.deepEqual([outbound.isBusy, outbound.isLight], [true, false]);
  outlet.bufferedAmount = 125;
  assert.deepEqual([outbound.isBusy, outbound.isLight], [false, true]);
});

Deno.test("bundles hold every text once, in order, and none is much larger than a bundle may be", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 30 }), (sizes) => {
    const texts = sizes.map((size, at) => JSON.stringify(`${at}`.padEnd(size, "x")));
    const bundles = bundlesOf(texts);
    assert.deepEqual(bundles.flatMap((bundle) => bundle.texts), texts);
    for (const bundle of bundles) {
      assert.ok(bundle.bytes < 128 * 1024 + 60_010);
      assert.deepEqual([JSON.parse(bundle.whole)].flat(), bundle.texts.map((text) => JSON.parse(text)));
    }
  }));
});
