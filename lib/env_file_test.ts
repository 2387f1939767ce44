import assert from "node:assert/strict";
import { load } from "@/lib/env_file.ts";

Deno.test("settings stand in .env one a line, and a folder without one gives none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.deepEqual({ ...await load(folder) }, {});
    await Deno.writeTextFile(`${folder}/.env`, '# ours\nPORT=9000\nFRESHET_DATA="/var/lib/a b"\n');
    assert.deepEqual({ ...await load(folder) }, { PORT: "9000", FRESHET_DATA: "/var/lib/a b" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
