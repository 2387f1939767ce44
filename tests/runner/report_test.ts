import assert from "node:assert/strict";
import { addUp, closingLine, failure, readReport } from "./report.ts";

const RED = `running 4 tests from ./a_test.ts
it holds ... ok (1ms)
it needs a server ... ignored (0ms)
./b_test.ts => it breaks ... FAILED (due to 1 failed step) (2ms)
./b_test.ts => it takes its time ... ok (1m7s)

 ERRORS 

it breaks => ./b_test.ts:3:6
error: Error: x

 FAILURES 

it breaks => ./b_test.ts:3:6

FAILED | 1 passed (3 steps) | 1 failed (1 step) | 1 ignored (292ms)
`;

Deno.test("a report is counted and its failures are kept for the end", () => {
  assert.deepEqual(readReport(RED, 1), {
    passed: 1,
    failed: 1,
    skipped: 1,
    details: "it breaks => ./b_test.ts:3:6\nerror: Error: x",
    skippedNames: ["it needs a server"],
    slow: ["67 s it takes its time"],
  });
});

Deno.test("a run that broke off is a failure, not nothing", () => {
  const outcome = readReport("error: Module not found lib/gone.ts", 1);
  assert.equal(outcome.failed, 1);
  assert.match(outcome.details, /Module not found/);
  assert.equal(readReport("./a_test.ts => a ... ok (1ms)\nSIGINT The following tests were pending:", 1).passed, 1);
  assert.equal(readReport("ok | 3 passed | 0 failed (2s)", 1).failed, 1);
});

Deno.test("the closing line names skipped tests only where there are some", () => {
  const green = readReport("ok | 12 passed (3 steps) | 0 failed | 2 filtered out (2s)", 0);
  assert.equal(closingLine(green), "12 passed, 0 failed");
  assert.equal(closingLine(addUp([green, readReport(RED, 1), failure("no build")])), "13 passed, 2 failed, 1 skipped");
});
