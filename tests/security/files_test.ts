import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { openTestApp } from "@/tests/api/support.ts";
import type { AttachmentJson } from "@/lib/protocol/messages.ts";
import { api, people, type Person } from "@/tests/support/client.ts";

const MAX = 200_000;
const app = await openTestApp({ env: { FRESHET_FILE_MAX: String(MAX), FRESHET_FILES_QUOTA: "2 MB" } });
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());
const [ann, bob, eve] = await people(app, "ann", "bob", "eve") as [Person, Person, Person];
const made = await api(ann, "POST", "/api/v1/groups", { name: "Harbour", is_private: true, member_ids: [bob.id] });
const group = String((made.body.group as { id: string }).id);

const ask = (who: Person | null, method: string, path: string, init: RequestInit = {}) =>
  app.fetch(
    new Request(`${app.url}${path}`, {
      ...init,
      method,
      headers: { ...who ? { authorization: `Bearer ${who.token}` } : {}, ...init.headers as Record<string, string> },
    }),
  );
const bring = async (who: Person, name: string, body: BodyInit) => {
  const response = await ask(who, "POST", `/api/v1/files?name=${encodeURIComponent(name)}`, { body });
  const json = await response.json();
  return { status: response.status, code: json.code as string, file: json.attachment as AttachmentJson };
};
const get = async (who: Person | null, path: string, headers: Record<string, string> = {}) => {
  const response = await ask(who, "GET", path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const filesUnder = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesUnder(`${folder}/${name}`) : [`${folder}/${name}`]
  );
const stored = () => filesUnder(`${app.dataDir}/files`);

Deno.test("H1: no name reaches the disk or ends a header", async () => {
  const names = [
    ...["../../escape", "/etc/passwd", "%2e%2e%2fescape", "n".repeat(300), "CON", "x\u202egpj.exe", ".."],
    ...["a\r\nset-cookie: evil=1", 'quote".txt', "潮汐.txt", "😀"],
  ];
  for (const name of names) {
    const form = new FormData();
    form.set("file", new File([`bytes of ${name}`], name));
    const path = `/api/v1/messages/group/${group}/upload`;
    const response = await ask(ann, "POST", path, { body: form });
    const body = await response.json();
    assert.equal(response.status, 200, `${JSON.stringify(name)}: ${JSON.stringify(body)}`);
    assert.match(body.file_url, /^\/uploads\/[0-9a-f-]{36}(?:\.[a-z0-9]{1,8})?$/);
    const { headers, text } = await get(bob, body.file_url);
    assert.ok(text.startsWith("bytes of "));
    assert.equal(headers.get("set-cookie"), null);
    assert.match(
      headers.get("content-disposition") ?? "",
      /^attachment; filename="[^"\\]+"; filename\*=UTF-8''[\w.%!~-]+$/,
    );
  }
  assert.equal((await bring(ann, "a\0b", "bytes")).status, 400);
  for (const path of stored()) assert.match(path, /\/files\/[0-9a-f]{2}\/[0-9a-f]{64}$/);
  for (const path of ["/uploads/..%2f..%2fsecret", "/uploads/%00", "/files/..%5c..%5cx"]) {
    assert.equal((await get(ann, path)).status, 404, path);
  }
});

Deno.test("H2: what could run is only ever saved; a picture is written anew and shown in a sandbox", async () => {
  const script = "<script>alert(1)</script>";
  const gif = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } }).gif().toBuffer();
  const polyglot = new Blob([new Uint8Array(gif), `/*${script}*/=1;`]);
  const harmful: [name: string, body: BodyInit][] = [
    ["page.html", `<!doctype html>${script}`],
    ["picture.png", `<!doctype html>${script}`],
    ["drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
    ["both.pdf", `%PDF-1.4\n${script}`],
    ["broken.jpg", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, ...new TextEncoder().encode(script)])],
  ];
  for (const [name, body] of harmful) {
    const { file } = await bring(ann, name, body);
    const { headers } = await get(ann, file.url);
    assert.match(headers.get("content-disposition") ?? "", /^attachment;/, name);
    assert.match(headers.get("content-type") ?? "", /^application\/(octet-stream|pdf)$/, name);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("content-security-policy"), "sandbox; default-src 'none'");
    assert.equal(file.thumb_url, undefined, name);
  }
  const { file } = await bring(ann, "innocent.html", polyglot);
  const { headers, text } = await get(ann, file.url);
  assert.equal(headers.get("content-type"), "image/gif");
  assert.match(headers.get("content-disposition") ?? "", /^inline;/);
  assert.equal(headers.get("content-security-policy"), "sandbox; default-src 'none'");
  assert.ok(!text.includes("alert"));
  assert.match((await get(ann, `${file.url}?download`)).headers.get("content-disposition") ?? "", /^attachment;/);
});

Deno.test("H3: a bomb is refused by its header, and one in a form before it is taken apart", async () => {
  const before = stored().length;
  const bomb = await bring(ann, "bomb.png", pngHeader(50_000, 50_000));
  assert.deepEqual([bomb.status, bomb.code], [413, "too_large"]);
  const frames = await bring(ann, "frames.gif", gifOfFrames(5_000));
  assert.deepEqual([frames.status, frames.code], [413, "too_large"]);
  const parts = "--b\r\ncontent-disposition: form-data; name=x\r\n\r\ny\r\n".repeat(3_000) + "--b--\r\n";
  const many = await ask(ann, "POST", `/api/v1/messages/group/${group}/upload`, {
    body: parts,
    headers: { "content-type": "multipart/form-data; boundary=b" },
  });
  assert.equal(many.status, 400);
  assert.match((await many.json()).error, /more than 64 parts/);
  assert.equal(stored().length, before);
  // A packed file stays packed: nobody opens it here.
  const zip = await bring(ann, "nested.zip", new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(100)]));
  assert.equal(zip.status, 201);
});

Deno.test("H4: the limit holds to the byte on every way in, and what was refused or cut leaves nothing", async () => {
  const before = stored().length;
  const exact = await bring(bob, "exact", new Uint8Array(MAX));
  assert.equal(exact.status, 201);
  assert.equal((await bring(bob, "over", new Uint8Array(MAX + 1))).status, 413);
  const endless = () =>
    new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(10_000)) });
  assert.equal((await bring(bob, "endless", endless())).status, 413);
  for (const body of [new Uint8Array(MAX + 1), new Uint8Array(2 * MAX)]) {
    const form = new FormData();
    form.set("file", new File([body], "over"));
    const answer = await ask(bob, "POST", `/api/v1/messages/group/${group}/upload`, { body: form });
    assert.equal((await answer.json(), answer.status), 413);
  }
  let sent = 0;
  const cut = new ReadableStream<Uint8Array>({
    pull: (controller) => sent++ < 3 ? controller.enqueue(new Uint8Array(100)) : controller.error(new Error("cut")),
  });
  assert.notEqual((await bring(bob, "cut", cut)).status, 201);
  assert.equal((await ask(bob, "DELETE", `/api/v1/files/${exact.file.id}`)).status, 204);
  assert.equal(stored().length, before);
});

Deno.test("H4: what one person's files may take together is counted, and room comes back", async () => {
  const ids: string[] = [];
  let last = await bring(eve, "0", new Uint8Array(MAX));
  while (last.status === 201) {
    ids.push(last.file.id);
    last = await bring(eve, String(ids.length), new Uint8Array(MAX));
  }
  assert.deepEqual([last.status, last.code, ids.length], [413, "quota_full", 10]);
  assert.equal((await bring(bob, "his own room", new Uint8Array(MAX))).status, 201);
  for (const id of ids) await (await ask(eve, "DELETE", `/api/v1/files/${id}`)).body?.cancel();
  assert.equal((await bring(eve, "again", new Uint8Array(MAX))).status, 201);
});

Deno.test("H5: only members read a file, at every request, in parts as well; an unsent one only its owner", async () => {
  const { file } = await bring(ann, "plan.txt", "for members");
  assert.equal((await get(ann, file.url)).text, "for members");
  assert.equal((await get(bob, file.url)).status, 404);
  const sent = await api(ann, "POST", `/api/v1/messages/group/${group}`, { content: "", attachments: [file.id] });
  const part = { range: "bytes=0-2" };
  assert.equal((await get(bob, file.url, part)).text, "for");
  for (const path of [file.url, `/uploads/${file.id}.txt`, `${file.url}?size=thumb`]) {
    assert.equal((await get(bob, path)).text, "for members");
    const outside = await get(eve, path);
    const none = await get(eve, path.replace(file.id, crypto.randomUUID()));
    assert.deepEqual([outside.status, outside.text], [404, none.text]);
    assert.equal((await get(eve, path, part)).status, 404);
    assert.equal((await get(null, path)).status, 401);
  }
  const { headers } = await get(bob, file.url);
  assert.match(headers.get("cache-control") ?? "", /^private, no-cache/);
  const etag = { "if-none-match": headers.get("etag") ?? "" };
  assert.equal((await get(bob, file.url, etag)).status, 304);
  assert.equal((await api(ann, "DELETE", `/api/v1/groups/${group}/members/${bob.id}`)).status, 200);
  for (const more of [{}, part, etag]) assert.equal((await get(bob, file.url, more)).status, 404);
  assert.equal((await get(ann, file.url)).status, 200);
  await api(ann, "DELETE", `/api/v1/messages/${sent.body.id}`);
  for (const more of [{}, part, etag]) assert.equal((await get(ann, file.url, more)).status, 404);
});

/** A picture that says it is so large, and is not. */
function pngHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [["IHDR", header], ["IDAT", deflateSync(new Uint8Array(100))], ["IEND", new Uint8Array()]] as const;
  return new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, ...chunks.flatMap(([type, data]) => chunk(type, data))]);
}

function chunk(type: string, data: Uint8Array): number[] {
  const body = new Uint8Array([...new TextEncoder().encode(type), ...data]);
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, data.length);
  ends.setUint32(4, crc(body));
  const bytes = new Uint8Array(ends.buffer);
  return [...bytes.subarray(0, 4), ...body, ...bytes.subarray(4)];
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** One pixel, many times over. */
function gifOfFrames(count: number): Uint8Array<ArrayBuffer> {
  const head = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  const frame = [0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  return new Uint8Array([...head, ...Array.from({ length: count }, () => frame).flat(), 0x3b]);
}
