import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { api, connect, people, type Person } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { tempFolder } from "../support/temp.ts";
import { smallDisk } from "./small_disk.ts";

const MB = 1_000_000;
const disk = await smallDisk();
Deno.test.afterAll(async () => await disk?.[Symbol.asyncDispose]());
/** What uploads leave of a small disk, see `lib/files/room.ts`. */
const reserve = (disk?.size ?? 0) * 0.05;

Deno.test({
  name: "a full disk refuses files with 507, leaves nothing half, lets the chat go on, and takes files again",
  ignore: disk === null,
}, async (t) => {
  assert.ok(disk);
  await using data = await tempFolder();
  await Deno.mkdir(join(disk.path, "files"));
  await Deno.symlink(join(disk.path, "files"), data.join("files"));
  await using server = await startServer({ dataFolder: data.path });
  const [ann, bob] = await people(server, "ann", "bob") as [Person, Person];
  const ask = async (method: string, path: string, body?: BodyInit) => {
    const headers = { authorization: `Bearer ${ann.token}` };
    const response = await fetch(`${server.url}${path}`, { method, headers, body });
    return { status: response.status, body: response.status === 204 ? {} : await response.json() };
  };
  const upload = (body: Uint8Array<ArrayBuffer>) => ask("POST", "/api/v1/files?name=x", body);
  const whole = () => noise(3 * MB);
  const filesHere = () => [...walk(join(disk.path, "files"))];
  const refused = ({ status, body }: Awaited<ReturnType<typeof ask>>) =>
    assert.deepEqual([status, body.code], [507, "storage_full"], JSON.stringify(body));

  await t.step("with room it takes them", async () => {
    const { status, body } = await upload(whole());
    assert.equal(status, 201);
    await ask("DELETE", `/api/v1/files/${body.attachment.id}`);
    assert.deepEqual(filesHere(), []);
  });

  await t.step("what would take the last of it is refused before anything is read, by form as well", async () => {
    await disk.fill(reserve + MB);
    refused(await upload(whole()));
    refused(await ask("POST", "/api/v1/files?name=x&size=3000000"));
    const form = new FormData();
    form.set("file", new File([whole()], "x"));
    refused(await ask("POST", `/api/v1/messages/private/${bob.id}/upload`, form));
    assert.deepEqual(filesHere(), []);
    await disk.clear();
  });

  await t.step("a picture that there is no room to write anew is refused, not kept with its place", async () => {
    const picture = await growingPicture();
    await disk.fill(reserve + picture.length + MB / 10);
    refused(await upload(picture));
    assert.deepEqual(filesHere(), []);
    await disk.clear();
  });

  const begun = await ask("POST", "/api/v1/files?name=x&size=3000000");
  const at = `/api/v1/files/${begun.body.id}`;
  await t.step("an upload that meets the end of the disk gives back what it had taken", async () => {
    await disk.fill();
    refused(await ask("PUT", `${at}?offset=0`, whole()));
    assert.deepEqual(filesHere(), []);
    assert.equal((await ask("GET", at)).body.offset, 0);
  });

  await t.step("meanwhile people talk, and look at pages", async () => {
    await using bobs = await connect(bob);
    const sent = await api(ann, "POST", `/api/v1/messages/private/${bob.id}`, { content: "still here" });
    assert.equal(sent.status, 201);
    assert.equal((await bobs.next("private")).content, "still here");
    const page = await fetch(`${server.url}/`, { headers: { authorization: `Bearer ${bob.token}` } });
    assert.match(await page.text(), /still here/);
  });

  await t.step("and with room again the same upload goes through", async () => {
    await disk.clear();
    const bytes = whole();
    const { status, body } = await ask("PUT", `${at}?offset=0`, bytes);
    assert.equal(status, 200, JSON.stringify(body));
    const back = await fetch(`${server.url}${body.attachment.url}`, {
      headers: { authorization: `Bearer ${ann.token}` },
    });
    assert.deepEqual(new Uint8Array(await back.arrayBuffer()), bytes);
  });
});

function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** A JPEG that is four times as large, and more than the reserve, when it is written as well as we do. */
async function growingPicture(): Promise<Uint8Array<ArrayBuffer>> {
  const raw = { width: 3_600, height: 3_000, channels: 1 } as const;
  return new Uint8Array(await sharp(noise(raw.width * raw.height), { raw }).jpeg({ quality: 5 }).toBuffer());
}

function* walk(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* walk(join(folder, name));
    else yield join(folder, name);
  }
}
