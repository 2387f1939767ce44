/**
 * What files cost the server: deno task bench files. Starts the product on the embedded store (with FRESHET_FILES=s3 on a
 * bucket of its own in this process), watches its memory while somebody uploads 100 MB as a stream, the same by a form of
 * 24 MB, and twenty pictures of 12 megapixels at once, and prints time and memory. Linux only.
 */
import sharp from "sharp";
import { api, people } from "@/tests/support/client.ts";
import { S3Fake } from "@/tests/support/s3.ts";
import { startServer } from "@/tests/support/server.ts";
import { type Measured, watch } from "./memory.ts";

const MB = 1_000_000;
const PICTURES = 20;

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const row = (what: string, { seconds, before, peak, after }: Measured) =>
  say(
    `${what.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s   before ${before.toFixed(0).padStart(4)} MB   ` +
      `growth ${(peak - before).toFixed(0).padStart(4)} MB   left ${(after - before).toFixed(0).padStart(4)} MB`,
  );

/** Noise, as no two pictures are the same; blurred, as lenses do. */
async function picture(seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const small = new Uint8Array(1_000 * 750 * 3).map((_, at) => (Math.imul(at + seed, 2_654_435_761) >>> 24) & 0xff);
  const raw = { width: 1_000, height: 750, channels: 3 } as const;
  const jpeg = sharp(small, { raw }).resize(4_000, 3_000).withMetadata({ orientation: 6 }).jpeg({ quality: 90 });
  return new Uint8Array(await jpeg.toBuffer());
}

const stream = (length: number) => {
  let left = length;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = new Uint8Array(Math.min(65_536, left)).map((_, at) => (left + at * 7) & 0xff);
      left -= chunk.length;
      controller.enqueue(chunk);
      if (left === 0) controller.close();
    },
  });
};

const isS3 = Deno.env.get("FRESHET_FILES") === "s3";
await using s3 = isS3 ? new S3Fake() : null;
await using server = await startServer({
  env: { FRESHET_FILE_MAX: "200 MB", FRESHET_FILES_QUOTA: "0", FRESHET_LIMITS: "off", ...s3?.env },
});
const { pid } = server.process;
const [ann, bob] = await people(server, "ann", "bob");
if (!ann || !bob) throw new Error("Nobody could be registered");

const upload = async (path: string, body: BodyInit, method = "POST") => {
  const headers = { authorization: `Bearer ${ann.token}` };
  const response = await fetch(`${server.url}${path}`, { method, headers, body });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  await response.body?.cancel();
};

say(`Memory of the server, files ${isS3 ? "in S3" : "on disk"}:`);
const begun = await api(ann, "POST", `/api/v1/files?name=warm&size=1000000`);
await upload(`/api/v1/files/${begun.body.id}`, new Uint8Array(MB), "PUT");
for (const round of [1, 2]) {
  const { body } = await api(ann, "POST", `/api/v1/files?name=large&size=${100 * MB}`);
  row(
    `100 MB as a stream, round ${round}`,
    await watch(pid, () => upload(`/api/v1/files/${body.id}`, stream(100 * MB), "PUT")),
  );
}
const form = new FormData();
form.set("file", new File([new Uint8Array(24 * MB)], "form"));
row("24 MB by a form", await watch(pid, () => upload(`/api/v1/messages/private/${bob.id}/upload`, form)));

const pictures = await Promise.all(Array.from({ length: PICTURES }, (_, seed) => picture(seed)));
const mb = pictures.reduce((sum, { length }) => sum + length, 0) / PICTURES / MB;
row(
  `one picture of 12 megapixels, ${mb.toFixed(1)} MB`,
  await watch(pid, () => upload("/api/v1/files?name=p.jpg", pictures[0] ?? "")),
);
for (const round of [1, 2]) {
  row(
    `${PICTURES} such pictures at once, round ${round}`,
    await watch(pid, () => Promise.all(pictures.map((bytes) => upload("/api/v1/files?name=p.jpg", bytes)))),
  );
}
