/** What there is to measure: `deno task bench NAME`. Each names its machine's load; compare only figures of one run. */
const BENCHES: ReadonlyMap<string, { readonly file: string; readonly what: string }> = new Map([
  ["writer", { file: "writer.ts", what: "rows per second through the fact writer, on both stores" }],
  ["reading", {
    file: "reading.ts",
    what: "history, the list and searches among a million messages; DATABASE_URL names an empty PostgreSQL",
  }],
  ["cache", { file: "cache.ts", what: "hot requests beside what a cache of sessions, members or people would save" }],
  ["bundles", { file: "bundles.ts", what: "bytes of script and style that a chat page loads" }],
  ["scroll", {
    file: "scroll.ts",
    what: "time of each frame while a conversation of 20,000 messages scrolls in Chromium",
  }],
  ["fresh", { file: "fresh.ts", what: "rendering, client bytes and a cold build of packages/fresh" }],
  ["files", {
    file: "files/files.ts",
    what: "memory and time of a 100 MB upload and of twenty pictures; FRESHET_FILES=s3 for a bucket",
  }],
  ["sign-in", {
    file: "sign_in.ts",
    what: "whether wrong passwords tell who exists, and messages while fifty sign in at once",
  }],
  ["rooms", { file: "lab/lab.ts", what: "the room workload beside two peers; lab/README.md says how to prepare" }],
]);

const [name, ...args] = Deno.args;
const bench = BENCHES.get(name ?? "");
if (bench) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${import.meta.dirname}/${bench.file}`, ...args],
  }).spawn();
  Deno.exit((await child.status).code);
}
console.log("deno task bench <name>");
for (const [known, { what }] of BENCHES) console.log(`  ${known.padEnd(8)} ${what}`);
Deno.exit(name === undefined ? 0 : 2);
