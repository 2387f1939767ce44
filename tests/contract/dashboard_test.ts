import assert from "node:assert/strict";
import { join } from "node:path";
import { openTestApp } from "../api/support.ts";
import { ROOT } from "../support/paths.ts";

Deno.test("every figure on the dashboard of deploy/ is one that /metrics gives", async () => {
  const { panels } = JSON.parse(await Deno.readTextFile(join(ROOT, "deploy/grafana.json"))) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  await using app = await openTestApp();
  const text = await (await app.fetch(new Request(`${app.url}/metrics`))).text();
  const known = new Set(
    text.matchAll(/^# TYPE (\w+) (\w+)/gm).flatMap(([, name = "", kind]) =>
      kind === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
    ),
  );
  const shown = panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => expr.match(/\b(chat|freshet|process|nodejs)_\w+/g) ?? [])
  );
  assert.ok(shown.length >= 15);
  assert.deepEqual(shown.filter((name) => !known.has(name)), []);
});
