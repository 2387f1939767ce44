import assert from "node:assert/strict";
import sharp from "sharp";
import type { AttachmentJson, MessageJson } from "@/lib/protocol/messages.ts";
import { api, people, type Person } from "@/tests/support/client.ts";
import { until } from "@/tests/support/wait.ts";
import { S3Fake } from "@/tests/support/s3.ts";
import { onEveryStore, openTestApp, STORES, type TestApp } from "./support.ts";

type Json = Record<string, unknown>;

/** A request that is not JSON. */
async function send(who: Person, method: string, path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${who.token}`, ...init.headers as Record<string, string> };
  const request = new Request(new URL(path, who.target.url), { ...init, method, headers });
  return await (who.target.fetch ?? fetch)(request);
}

const json = async (answer: Promise<Response>) => {
  const response = await answer;
  return { status: response.status, body: await response.json() as Json };
};

function form(file: File | null, fields: Readonly<Record<string, string>> = {}): FormData {
  const body = new FormData();
  if (file) body.set("file", file);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}

const bring = async (who: Person, name: string, body: BodyInit): Promise<AttachmentJson> => {
  const answer = await json(send(who, "POST", `/api/v1/files?name=${encodeURIComponent(name)}`, { body }));
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.attachment as AttachmentJson;
};

type Suite = Parameters<typeof onEveryStore>[1];

/** `holds` tells whether the bytes of a text lie in the store of files. */
const suite = async (app: TestApp, step: Parameters<Suite>[1], holds: (text: string) => Promise<boolean>) => {
  const [ann, bob, eve] = await people(app, "ann", "bob", "eve");
  assert.ok(ann && bob && eve);
  const group = String(
    ((await api(ann, "POST", "/api/v1/groups", { name: "Harbour", member_ids: [bob.id] })).body
      .group as Json).id,
  );
  const inGroup = `/api/v1/messages/group/${group}`;
  const newest = async (who: Person): Promise<MessageJson> =>
    ((await api(who, "GET", inGroup)).body.messages as MessageJson[])[0] as MessageJson;
  const textOf = async (who: Person, path: string) => {
    const response = await send(who, "GET", path);
    return response.status === 200 ? await response.text() : `${(await response.body?.cancel(), response.status)}`;
  };

  await step("a form of the contract sends a file to a person, with the contract's answer", async () => {
    const path = `/api/v1/messages/private/${bob.id}/upload`;
    const { status, body } = await json(send(ann, "POST", path, { body: form(new File(["low water"], "Tide.TXT")) }));
    assert.equal(status, 200);
    assert.equal(body.message, "File uploaded successfully");
    assert.equal(body.file_name, "Tide.TXT");
    assert.match(String(body.file_url), /^\/uploads\/[0-9a-f-]{36}\.txt$/);
    assert.equal(await textOf(bob, String(body.file_url)), "low water");
    assert.equal(await textOf(eve, String(body.file_url)), "404");
    const { messages } = (await api(bob, "GET", `/api/v1/messages/private/${ann.id}`)).body;
    const [message] = messages as MessageJson[];
    assert.equal(message?.message_type, "file");
    assert.deepEqual(message?.data.attachments, [body.attachment]);
  });

  await step("an answer to a file quotes it by its name, until the file is hidden or recalled", async () => {
    await json(send(ann, "POST", `${inGroup}/upload`, { body: form(new File(["low water"], "quay plan.txt")) }));
    const { id } = await newest(ann);
    assert.equal((await api(bob, "POST", inGroup, { content: "which quay?", reply_to: id })).status, 201);
    const quotedFor = async (who: Person) => (await newest(who)).reply_to?.attachment_name;
    assert.equal(await quotedFor(bob), "quay plan.txt");
    assert.equal((await api(bob, "DELETE", `/api/v1/messages/${id}?for=me`)).status, 200);
    assert.deepEqual([await quotedFor(bob), await quotedFor(ann)], [undefined, "quay plan.txt"]);
    assert.equal((await api(ann, "DELETE", `/api/v1/messages/${id}`)).status, 200);
    assert.equal(await quotedFor(ann), undefined);
  });

  await step("a form without a file is the contract's 400, and to nobody 404", async () => {
    const path = `/api/v1/messages/private/${bob.id}/upload`;
    const empty = await json(send(ann, "POST", path, { body: form(null, { other: "x" }) }));
    assert.deepEqual([empty.status, empty.body.error], [400, "Failed to get file"]);
    assert.deepEqual((await json(send(ann, "POST", path, { body: "{}" }))).body.error, "Failed to get file");
    const nobody = await json(
      send(ann, "POST", `/api/v1/messages/private/${crypto.randomUUID()}/upload`, { body: form(new File(["x"], "x")) }),
    );
    assert.deepEqual([nobody.status, nobody.body.code], [404, "user_not_found"]);
  });

  await step("pictures make a message of type image, with a box, a thumbnail and a caption", async () => {
    const png = await sharp({ create: { width: 800, height: 400, channels: 3, background: "#a52" } }).png().toBuffer();
    const body = form(new File([new Uint8Array(png)], "quay.png"), { content: "the quay", client_id: "quay-1" });
    const sent = await json(send(bob, "POST", `${inGroup}/upload`, { body }));
    assert.equal(sent.status, 200, JSON.stringify(sent.body));
    const message = await newest(ann);
    assert.deepEqual([message.message_type, message.content], ["image", "the quay"]);
    const [file] = message.data.attachments ?? [];
    assert.deepEqual([file?.width, file?.height, file?.mime], [800, 400, "image/png"]);
    const thumb = await send(ann, "GET", String(file?.thumb_url));
    assert.equal(thumb.headers.get("content-type"), "image/webp");
    assert.equal((await sharp(new Uint8Array(await thumb.arrayBuffer())).metadata()).width, 360);
  });

  await step(
    "files brought before are sent by id, once, by their owner only; a repeat is the same message",
    async () => {
      const files = [await bring(ann, "a.txt", "one"), await bring(ann, "b.txt", "two")];
      const attachments = files.map((file) => file.id);
      const stolen = await api(bob, "POST", inGroup, { content: "mine", attachments });
      assert.deepEqual([stolen.status, stolen.body.field], [400, "attachments"]);
      const draft = { content: "", attachments, client_id: "two-files" };
      const [first, again] = [await api(ann, "POST", inGroup, draft), await api(ann, "POST", inGroup, draft)];
      assert.equal(first.status, 201, JSON.stringify(first.body));
      assert.deepEqual(again.body, first.body);
      const message = await newest(bob);
      assert.deepEqual(message.data.attachments?.map((file) => file.name), ["a.txt", "b.txt"]);
      assert.equal((await api(ann, "POST", inGroup, { content: "twice", attachments })).status, 400);
    },
  );

  await step("who may not write loses nothing: the file can still be sent elsewhere", async () => {
    const file = await bring(eve, "c.txt", "three");
    assert.equal((await api(eve, "POST", inGroup, { content: "", attachments: [file.id] })).status, 404);
    const sent = await api(eve, "POST", `/api/v1/messages/private/${ann.id}`, { content: "", attachments: [file.id] });
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    assert.equal(await textOf(ann, file.url), "three");
  });

  await step(
    "a recalled message takes its files with it, bytes and all, and a repeat of it is still a repeat",
    async () => {
      const file = await bring(ann, "secret.txt", "not for long");
      const draft = { content: "", attachments: [file.id], client_id: "recalled" };
      const sent = await api(ann, "POST", inGroup, draft);
      assert.equal(await textOf(bob, file.url), "not for long");
      const bytesLeft = async () => await holds("not for long");
      assert.ok(await bytesLeft());
      await api(ann, "DELETE", `/api/v1/messages/${sent.body.id}`);
      assert.equal(await textOf(bob, file.url), "404");
      assert.equal(await textOf(ann, file.url), "404");
      await until(async () => !await bytesLeft(), "the bytes to be gone");
      assert.deepEqual((await api(ann, "POST", inGroup, draft)).body, sent.body);
    },
  );

  await step("a stretch is given, what is known is not sent again, and nothing is kept unasked", async () => {
    const file = await bring(ann, "ten.txt", "0123456789");
    const get = (headers: Record<string, string>) => send(ann, "GET", file.url, { headers });
    const part = await get({ range: "bytes=2-4" });
    assert.deepEqual([part.status, part.headers.get("content-range"), await part.text()], [206, "bytes 2-4/10", "234"]);
    const beyond = await get({ range: "bytes=10-" });
    assert.deepEqual([beyond.status, beyond.headers.get("content-range")], [416, "bytes */10"]);
    const whole = await get({ range: "bytes=0-1,5-6" });
    assert.deepEqual([whole.status, await whole.text()], [200, "0123456789"]);
    assert.match(whole.headers.get("cache-control") ?? "", /private, no-cache/);
    const etag = whole.headers.get("etag") ?? "";
    assert.equal((await get({ "if-none-match": etag })).status, 304);
    const changed = await get({ range: "bytes=2-4", "if-range": '"other"' });
    assert.deepEqual([changed.status, await changed.text()], [200, "0123456789"]);
  });

  await step("an upload that was cut goes on, and what was begun can be given up", async () => {
    const begun = await json(send(ann, "POST", "/api/v1/files?name=long.bin&size=6"));
    assert.deepEqual([begun.status, begun.body.offset], [202, 0]);
    const at = `/api/v1/files/${begun.body.id}`;
    assert.equal((await json(send(ann, "PUT", `${at}?offset=0`, { body: "abc" }))).body.offset, 3);
    assert.deepEqual((await json(send(ann, "GET", at))).body, { id: begun.body.id, offset: 3, size: 6 });
    assert.equal((await json(send(ann, "PUT", `${at}?offset=1`, { body: "x" }))).status, 409);
    assert.equal((await json(send(bob, "PUT", `${at}?offset=3`, { body: "def" }))).status, 404);
    const done = await json(send(ann, "PUT", `${at}?offset=3`, { body: "def" }));
    assert.equal(await textOf(ann, (done.body.attachment as AttachmentJson).url), "abcdef");
    assert.equal((await send(ann, "DELETE", at)).status, 204);
    assert.equal((await json(send(ann, "GET", at))).status, 404);
  });
};

onEveryStore(
  "files in messages",
  (app, step) => suite(app, step, (text) => holdsText(app.dataDir, text)),
);

for (const store of STORES) {
  Deno.test(`files in messages (${store}, kept in S3)`, async (t) => {
    await using s3 = new S3Fake();
    await using app = await openTestApp({ env: s3.env, store });
    const holds = (text: string) =>
      Promise.resolve([...s3.objects.values()].some(({ bytes }) => new TextDecoder().decode(bytes).includes(text)));
    await suite(
      app,
      (name, fn) => t.step({ name, fn: () => fn(), sanitizeOps: false, sanitizeResources: false }),
      holds,
    );
    assert.ok(s3.objects.size > 0);
  });
}

/** Whether any file under a folder, the database's own aside, holds a text. */
async function holdsText(folder: string, text: string): Promise<boolean> {
  const files = `${folder}/files`;
  for (const { name, isDirectory } of Deno.readDirSync(files)) {
    if (!isDirectory) continue;
    for (const entry of Deno.readDirSync(`${files}/${name}`)) {
      if ((await Deno.readTextFile(`${files}/${name}/${entry.name}`).catch(() => "")).includes(text)) return true;
    }
  }
  return false;
}
