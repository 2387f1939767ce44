import assert from "node:assert/strict";
import type { Database } from "@/db/database.ts";
import { systemClock } from "@/lib/clock.ts";
import { readConfig } from "@/lib/config.ts";
import { openFiles } from "./open.ts";

const CLUSTER = { DATABASE_URL: "postgres://db/freshet", REDIS_URL: "redis://cache" };
/** Never asked: who refuses files does so before. */
const db = {} as Database;
const refusalWith = (env: Record<string, string>) =>
  openFiles({ config: readConfig(env), db, clock: systemClock }).refusal;

Deno.test("a cluster takes files only where its instances share the folder for them, or a bucket, and says why not", async () => {
  assert.equal(refusalWith({}), null);
  assert.equal(refusalWith({ DATABASE_URL: CLUSTER.DATABASE_URL }), null);
  assert.equal(refusalWith({ ...CLUSTER, FRESHET_FILES_SHARED: "on" }), null);
  const bucket = { ENDPOINT: "https://s3.example.org", BUCKET: "files", ACCESS_KEY: "a", SECRET_KEY: "b" };
  const s3 = Object.fromEntries(Object.entries(bucket).map(([name, value]) => [`FRESHET_S3_${name}`, value]));
  assert.equal(refusalWith({ ...CLUSTER, ...s3, FRESHET_FILES: "s3" }), null);
  const files = openFiles({ config: readConfig(CLUSTER), db, clock: systemClock });
  await assert.rejects(files.begin("somebody", { name: "x", size: 1 }), {
    code: "files_off",
    message: /share no folder/,
  });
});
