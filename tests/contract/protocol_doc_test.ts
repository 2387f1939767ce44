import assert from "node:assert/strict";
import { join } from "node:path";
import { ENDPOINTS } from "@/lib/http/api/all.ts";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import { decodeFrame } from "@/lib/protocol/decode.ts";
import { FAILURES } from "@/lib/protocol/failures.ts";
import type { ClientFrameType, ServerFrameType } from "@/lib/protocol/frames.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";
import { ROOT } from "@/tests/support/paths.ts";
import { tempFolder } from "@/tests/support/temp.ts";

const text = await Deno.readTextFile(join(ROOT, "docs/protocol.md"));
const examples = (side: "client" | "server"): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`json ${side}\n(.*?)\`\`\``, "gs"))].map(([, json = ""]) => json);

/** A type that is added to the frames and not here does not compile. */
const CLIENT_TYPES: Record<ClientFrameType, true> = {
  private: true,
  group: true,
  typing: true,
  read: true,
  delivered: true,
  user_status: true,
  edit: true,
  recall: true,
  react: true,
  resume: true,
  ping: true,
};
const SERVER_TYPES: Record<ServerFrameType, true> = {
  private: true,
  group: true,
  edited: true,
  recalled: true,
  reacted: true,
  group_member_added: true,
  group_member_removed: true,
  group_member_left: true,
  group_updated: true,
  hidden: true,
  system: true,
  ack: true,
  read: true,
  delivered: true,
  typing: true,
  user_status: true,
  heads: true,
  resumed: true,
  reload: true,
  conversation_removed: true,
  muted: true,
  pong: true,
  draining: true,
  error: true,
};

Deno.test("docs/protocol.md shows every frame of a client, and the server reads each of them", () => {
  const shown = new Set(
    examples("client").map((json) => {
      const frame = decodeFrame(json, LIMITS, () => assert.fail("an example without client_id"));
      assert.equal(frame.type, JSON.parse(json).type);
      return frame.type;
    }),
  );
  assert.deepEqual([...shown].sort(), Object.keys(CLIENT_TYPES).sort());
});

Deno.test("docs/protocol.md shows every frame of the server, exactly as its types say", async () => {
  const frames = examples("server");
  const shown = new Set(frames.map((json) => JSON.parse(json).type));
  assert.deepEqual([...shown].sort(), Object.keys(SERVER_TYPES).sort());
  await using folder = await tempFolder();
  const file = folder.join("examples.ts");
  const types = new URL("../../lib/protocol/frames.ts", import.meta.url);
  await Deno.writeTextFile(
    file,
    `import type { ServerFrame } from "${types}";\nexport const frames: ServerFrame[] = [\n${frames.join(",\n")}];\n`,
  );
  const check = new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--config", join(ROOT, "deno.json"), file],
    env: { NO_COLOR: "1" },
  });
  const { success, stderr } = await check.output();
  assert.ok(success, new TextDecoder().decode(stderr));
});

Deno.test("every close code, every code of a refusal and every endpoint that docs/protocol.md names is there", () => {
  const codes = new Set(
    [...text.matchAll(/^\| (\d{4})(?:, (\d{4}))? +\|/gm)].flatMap(([, ...all]) => all.flatMap((code) => code ?? [])),
  );
  for (const { code } of Object.values(CLOSE)) assert.ok(codes.delete(String(code)), `${code} is not described`);
  assert.deepEqual([...codes], []);
  const tables = text.split("\n").filter((line) => line.startsWith("|")).join("\n");
  const named = [...tables.matchAll(/`([a-z]+(?:_[a-z]+)+|invalid|unavailable|internal|draining)`/g)];
  for (const [, code = ""] of named) {
    assert.ok(code in FAILURES || ["retry_after_ms", "reply_to"].includes(code), code);
  }
  const paths = new Set(ENDPOINTS.map(({ path }) => path));
  for (const [, path = ""] of text.matchAll(/(\/api\/v1\/[\w/{}]+)/g)) {
    assert.ok(paths.has(path), path);
  }
});
