import assert from "node:assert/strict";
import { checkDirections } from "./import_directions.ts";
import { readImports } from "./imports.ts";

const check = (sources: Record<string, string>) => checkDirections(new Map(Object.entries(sources)));

Deno.test("imports are found in every form, packages and comments are not", () => {
  const source = `import postgres from "postgres";
import type { A } from "@/lib/a.ts";
import {
  b,
  c,
} from "./b.ts";
// import { d } from "./d.ts";
export * from "../e.ts";
import "./f.ts";
export const text = "./not_a_file.ts";
const later = await import("./g.ts");
`;
  assert.deepEqual(readImports("lib/chat/x.ts", source), [
    { file: "lib/a.ts", line: 2, isType: true },
    { file: "lib/chat/b.ts", line: 3, isType: false },
    { file: "lib/e.ts", line: 8, isType: false },
    { file: "lib/chat/f.ts", line: 9, isType: false },
    { file: "lib/chat/g.ts", line: 11, isType: false },
  ]);
});

Deno.test("imports that point down pass, those that point up are named with their line", () => {
  assert.deepEqual(check({ "routes/a.ts": 'import { send } from "@/lib/chat/send.ts";' }), []);
  const wrong = check({ "lib/chat/send.ts": '\nimport { hub } from "@/lib/realtime/hub.ts";' });
  assert.equal(wrong.length, 1);
  assert.match(wrong[0] ?? "", /^lib\/chat\/send\.ts:2 imports lib\/realtime\/hub\.ts: lib\/chat may import /);
});

Deno.test("db and the protocol know nothing but themselves, not even for types", () => {
  assert.equal(check({ "db/a.ts": 'import type { X } from "@/lib/ids.ts";' }).length, 1);
  assert.deepEqual(check({ "db/a.ts": 'import { b } from "./b.ts";' }), []);
});

Deno.test("only the composition names a concrete broker or store", () => {
  const source = 'import { RedisBroker } from "@/lib/broker/redis_broker.ts";';
  assert.deepEqual(
    check({ "lib/compose.ts": source, "tests/a_test.ts": source, "lib/broker/any_test.ts": source }),
    [],
  );
  assert.match(check({ "lib/chat/a.ts": source })[0] ?? "", /only main\.ts/);
});

Deno.test("a circle is shown once; one that types close is none", () => {
  const a = 'import { b } from "./b.ts";';
  assert.deepEqual(check({ "db/a.ts": a, "db/b.ts": 'import { a } from "./a.ts";' }), [
    "Circle: db/a.ts → db/b.ts → db/a.ts",
  ]);
  assert.deepEqual(check({ "db/a.ts": a, "db/b.ts": 'import type { A } from "./a.ts";' }), []);
});

Deno.test("a file without a place in the house is asked for one", () => {
  assert.match(check({ "lib/stuff/a.ts": 'import { b } from "@/db/b.ts";' })[0] ?? "", /lies in no part/);
});
