import assert from "node:assert/strict";
import sharp from "sharp";
import { api, people, type Person } from "../support/client.ts";
import { openTestApp } from "./support.ts";

/** A picture of four fields as people see it; its bytes lie on their side, as a camera writes them. */
async function fourFields(): Promise<Uint8Array<ArrayBuffer>> {
  const field = (left: number, top: number, background: string) => ({
    input: { create: { width: 200, height: 100, channels: 3, background } },
    left,
    top,
  } as const);
  const upright = await sharp({ create: { width: 400, height: 200, channels: 3, background: "black" } })
    .composite([field(0, 0, "#f00"), field(200, 0, "#0f0"), field(0, 100, "#00f"), field(200, 100, "#ff0")])
    .png().toBuffer();
  const onItsSide = await sharp(upright).rotate(270).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
  return new Uint8Array(onItsSide);
}

Deno.test("a picture of a person or group shows the square that was chosen", async (t) => {
  await using app = await openTestApp();
  const [ann, bob] = await people(app, "ann", "bob") as [Person, Person];
  const photo = await fourFields();
  const ask = (method: string, path: string, init: RequestInit = {}) =>
    app.fetch(
      new Request(`${app.url}${path}`, {
        ...init,
        method,
        headers: { authorization: `Bearer ${ann.token}`, ...init.headers as Record<string, string> },
      }),
    );
  const json = async (response: Promise<Response>) => {
    const answer = await response;
    return { status: answer.status, body: await answer.json() };
  };
  /** The colour in the middle of a picture, a digit for each part. */
  const colourOf = async (path: string) => {
    const response = await ask("GET", path);
    const image = sharp(new Uint8Array(await response.arrayBuffer()));
    assert.equal((await image.metadata()).width, 512);
    const [pixel] = [await image.extract({ left: 256, top: 256, width: 1, height: 1 }).raw().toBuffer()];
    return [...pixel.subarray(0, 3)].map((part) => (part > 128 ? "f" : "0")).join("");
  };
  const bring = (crop: string, purpose = "avatar") =>
    json(ask("POST", `/api/v1/files?purpose=${purpose}&name=me.jpg${crop}`, { body: photo }));

  await t.step("by the API, in pixels of the picture as it is seen", async () => {
    for (
      const [crop, colour] of [
        ["&crop_x=0&crop_y=0&crop_size=100", "f00"],
        ["&crop_x=300&crop_y=0&crop_size=100", "0f0"],
        ["&crop_x=20&crop_y=110&crop_size=80", "00f"],
        ["&crop_x=300&crop_y=100&crop_size=100", "ff0"],
      ] as const
    ) {
      const { status, body } = await bring(crop);
      assert.equal(status, 201, JSON.stringify(body));
      assert.equal(await colourOf(body.attachment.url), colour, crop);
    }
    assert.equal((await bring("")).status, 201, "and without one the middle");
  });

  await t.step("also of an upload that comes in parts: the one that brings the end says where", async () => {
    const begun = await json(ask("POST", `/api/v1/files?purpose=avatar&name=me.jpg&size=${photo.length}`));
    const at = `/api/v1/files/${begun.body.id}`;
    await json(ask("PUT", `${at}?offset=0`, { body: photo.slice(0, 100) }));
    const crop = "crop_x=0&crop_y=100&crop_size=100";
    const { status, body } = await json(ask("PUT", `${at}?offset=100&${crop}`, { body: photo.slice(100) }));
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(await colourOf(body.attachment.url), "00f");
    const early = await json(ask("POST", `/api/v1/files?purpose=avatar&name=me.jpg&size=5&${crop}`));
    assert.deepEqual([early.status, early.body.code], [400, "invalid"]);
  });

  await t.step("a square that is none, or not within the picture, is refused and leaves nothing", async () => {
    const count = async () => (await app.sql`select id from attachments`).length;
    const before = await count();
    for (
      const [crop, sentence] of [
        ["&crop_x=301&crop_y=0&crop_size=100", /a square of 100 at 301, 0 is not within its 400 × 200 pixels/],
        ["&crop_x=0&crop_y=0&crop_size=201", /not within/],
        ["&crop_x=0&crop_y=0&crop_size=0", /whole numbers/],
        ["&crop_x=0&crop_y=0", /given together/],
        ["&crop_x=-1&crop_y=0&crop_size=9", /whole numbers/],
        ["&crop_x=1.5&crop_y=0&crop_size=9", /whole numbers/],
        ["&crop_x=9999999&crop_y=0&crop_size=9", /whole numbers/],
        ["&crop_x=a&crop_y=b&crop_size=c", /whole numbers/],
      ] as const
    ) {
      const { status, body } = await bring(crop);
      assert.deepEqual([status, body.code, body.field], [400, "invalid", "crop"], crop);
      assert.match(body.error, sentence);
    }
    const other = await bring("&crop_x=0&crop_y=0&crop_size=9", "message");
    assert.match(other.body.error, /Only a picture of a person or group/);
    assert.equal(await count(), before);
  });

  const form = (fields: Record<string, string>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("file", new File([photo], "me.jpg"));
    return { body, headers: { accept: "text/html" } };
  };
  const square = { crop_x: "300", crop_y: "100", crop_size: "100" };
  const profile = { first_name: "Ann", last_name: "", status_text: "", status: "online" };

  await t.step("by the forms of a person and of a group", async () => {
    assert.equal((await ask("POST", "/settings/profile", form({ ...profile, ...square }))).status, 303);
    const { user } = (await api(bob, "GET", `/api/v1/users/${ann.id}`)).body as { user: { avatar: string } };
    assert.equal(await colourOf(user.avatar), "ff0");
    const { group } = (await api(ann, "POST", "/api/v1/groups", { name: "Harbour" })).body as { group: { id: string } };
    const settings = `/groups/${group.id}/settings`;
    assert.equal((await ask("POST", settings, form({ name: "Harbour", ...square, crop_x: "0" }))).status, 303);
    const changed = (await api(ann, "GET", `/api/v1/groups/${group.id}`)).body.group as { avatar: string };
    assert.equal(await colourOf(changed.avatar), "00f");
    const bare = { crop_x: "", crop_y: "", crop_size: "" };
    assert.equal((await ask("POST", "/settings/profile", form({ ...profile, ...bare }))).status, 303);
  });

  await t.step("and a bad square comes back with a sentence at the picture, in the reader's language", async () => {
    for (
      const [language, sentence] of [["en", /The square is not within the picture/], [
        "zh",
        /方框不在图片之内/,
      ]] as const
    ) {
      const init = form({ ...profile, ...square, crop_x: "399" });
      const answer = await ask("POST", "/settings/profile", {
        ...init,
        headers: { ...init.headers, "accept-language": language },
      });
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), sentence);
    }
  });
});
