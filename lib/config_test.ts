import assert from "node:assert/strict";
import { ConfigError, readConfig } from "@/lib/config.ts";

const SECRET = "a".repeat(32);

Deno.test("with no settings at all it runs on the embedded store on port 8000 of loopback", () => {
  const config = readConfig({});
  assert.equal(config.databaseUrl, null);
  assert.equal(config.redisUrl, null);
  assert.equal(config.port, 8000);
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.jwtSecrets, null);
  assert.equal(config.poolSize, null);
  assert.equal(config.registration, "open");
});

Deno.test("the reference documents' separate names give the same addresses", () => {
  const config = readConfig({ DB_HOST: "db", DB_PASSWORD: "p@ss", REDIS_HOST: "cache" });
  assert.equal(config.databaseUrl, "postgres://postgres:p%40ss@db:5432/chat_app");
  assert.equal(config.redisUrl, "redis://cache:6379");
});

Deno.test("several secrets stand in order, so that the first can sign", () => {
  const other = "b".repeat(40);
  assert.deepEqual(readConfig({ JWT_SECRET: `${SECRET}, ${other}` }).jwtSecrets, [SECRET, other]);
});

Deno.test("sizes are bytes or have a unit, and a quota of 0 lifts it", () => {
  assert.equal(readConfig({}).fileMaxBytes, 25 * 1024 * 1024);
  assert.equal(readConfig({ FRESHET_FILE_MAX: "512" }).fileMaxBytes, 512);
  assert.equal(readConfig({ FRESHET_FILE_MAX: "2 GB" }).fileMaxBytes, 2 * 1024 ** 3);
  assert.equal(readConfig({ FRESHET_FILES_QUOTA: "0" }).filesQuotaBytes, 0);
  assert.equal(readConfig({ FRESHET_FILES: "disk", FRESHET_FILES_SHARED: "on" }).filesShared, true);
});

Deno.test("with files in S3 everything that names the bucket is read, and the region has a default", () => {
  const env = {
    FRESHET_FILES: "s3",
    FRESHET_S3_ENDPOINT: "https://s3.example.org",
    FRESHET_S3_BUCKET: "files",
    FRESHET_S3_ACCESS_KEY: "a",
    FRESHET_S3_SECRET_KEY: "b",
  };
  const { FRESHET_S3_ENDPOINT: endpoint, FRESHET_S3_BUCKET: bucket } = env;
  assert.deepEqual(readConfig(env).files, {
    endpoint,
    bucket,
    region: "us-east-1",
    accessKeyId: "a",
    secretAccessKey: "b",
  });
  assert.throws(() => readConfig({ ...env, FRESHET_S3_SECRET_KEY: "" }), /which needs FRESHET_S3_SECRET_KEY/);
  assert.throws(() => readConfig({ ...env, FRESHET_S3_BUCKET: "a/b" }), /no bucket's name/);
});

const refused: [string, Record<string, string>, RegExp][] = [
  ["an unknown FRESHET_ name", { FRESHET_PORTT: "1" }, /Unknown setting FRESHET_PORTT/],
  ["a port that is no number", { PORT: "eighty" }, /PORT is "eighty"; it must be a whole number/],
  ["a port out of range", { PORT: "70000" }, /from 0 to 65535/],
  ["a switch that is neither on nor off", { FRESHET_DIRECTORY: "yes" }, /must be one of on, off/],
  ["files at an address with a path", { FRESHET_ASSET_URL: "https://cdn.example.org/a" }, /without a path/],
  ["a pool of more than there can be", { FRESHET_DATABASE_POOL: "5000" }, /from 0 to 1000/],
  ["a replica of nothing", { DATABASE_REPLICA_URL: "postgres://replica/chat" }, /needs the database it follows/],
  ["Deno Deploy with the embedded store", { DENO_DEPLOYMENT_ID: "abc" }, /set DATABASE_URL and REDIS_URL/],
  ["Deno Deploy without Redis", { DENO_DEPLOY: "1", DATABASE_URL: "postgres://db/chat" }, /cannot be used there/],
  ["Redis without PostgreSQL", { REDIS_URL: "redis://cache" }, /a cluster needs both/],
  ["a database address of another kind", { DATABASE_URL: "mysql://x:hidden@y" }, /begins with postgres:/],
  ["a well-known secret", { JWT_SECRET: "your-secret-key" }, /well-known example/],
  ["a short secret", { JWT_SECRET: "short" }, /5 bytes; each secret needs at least 32/],
  ["an origin with a path", { FRESHET_ORIGINS: "https://a.example/chat" }, /write origins such as/],
  ["a size in a unit of its own", { FRESHET_FILE_MAX: "25 megs" }, /FRESHET_FILE_MAX is "25 megs"; it must be a size/],
  ["a largest file of nothing", { FRESHET_FILE_MAX: "0" }, /from 1 to/],
  ["a place for files that does not exist", { FRESHET_FILES: "tape" }, /must be one of disk/],
  ["a bcrypt cost that would take minutes", { FRESHET_BCRYPT_COST: "31" }, /from 4 to 15/],
];
for (const [what, env, sentence] of refused) {
  Deno.test(`${what} stops the start with a sentence`, () => {
    assert.throws(() => readConfig(env), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /hidden/);
      return true;
    });
  });
}
