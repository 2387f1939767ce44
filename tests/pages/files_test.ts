import assert from "node:assert/strict";
import sharp from "sharp";
import { openTestApp } from "../api/support.ts";
import { api, people, type Person } from "../support/client.ts";

Deno.test("files are sent and seen by forms alone", async (t) => {
  await using app = await openTestApp({ env: { FRESHET_FILE_MAX: "100 KB" } });
  const [ann, bob] = await people(app, "ann", "bob") as [Person, Person];
  const made = await api(ann, "POST", "/api/v1/conversations", { user_id: bob.id });
  const chat = `/c/${(made.body.conversation as { id: string }).id}`;
  const page = async (who: Person, path: string, body?: FormData) => {
    const headers = { authorization: `Bearer ${who.token}`, accept: "text/html" };
    const response = await app.fetch(
      new Request(`${app.url}${path}`, { method: body ? "POST" : "GET", headers, body }),
    );
    return { status: response.status, html: await response.text() };
  };
  const form = (fields: Record<string, string>, ...files: File[]) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ client_id: crypto.randomUUID(), ...fields })) body.set(name, value);
    for (const file of files) body.append("file", file);
    return body;
  };

  await t.step("the form has a field for files, and without one chosen it sends text", async () => {
    const { html } = await page(ann, chat);
    assert.match(html, /<form[^>]+enctype="multipart\/form-data"/);
    assert.match(html, /<input type="file"[^>]+name="file" multiple/);
    assert.equal((await page(ann, chat, form({ content: "only words" }, new File([], "")))).status, 303);
    assert.match((await page(bob, chat)).html, /only words/);
  });

  await t.step("several go in one message: pictures in boxes of their own shape, the others as cards", async () => {
    const jpeg = await sharp({ create: { width: 640, height: 320, channels: 3, background: "#286" } }).jpeg()
      .toBuffer();
    const files = [new File([new Uint8Array(jpeg)], "quay.jpg"), new File(["low 04:12"], "tides <b>.txt")];
    assert.equal((await page(ann, chat, form({ content: "" }, ...files))).status, 303);
    const { html } = await page(bob, chat);
    assert.match(html, /<img src="\/files\/[^"]+\?size=thumb[^"]*"[^>]+alt="quay.jpg"[^>]+width="320" height="160"/);
    assert.match(html, /<a class="file" href="\/files\/[^"]+" download="tides _b_.txt">/);
  });

  await t.step("what was shared stands on a page of its own, until it is recalled or hidden", async () => {
    const shared = async (who: Person) => {
      const { status, html } = await page(who, `${chat}/files`);
      assert.equal(status, 200);
      return [/alt="quay.jpg"/, /download="tides _b_.txt"/].map((pattern) => pattern.test(html));
    };
    assert.match((await page(bob, `${chat}/details`)).html, new RegExp(`href="${chat}/files"`));
    assert.deepEqual(await shared(bob), [true, true]);
    const { messages } = (await api(bob, "GET", `/api/v1/conversations/${chat.slice(3)}/messages?limit=1`))
      .body as { messages: { id: string }[] };
    await api(bob, "DELETE", `/api/v1/messages/${messages[0]?.id}?for=me`);
    assert.deepEqual([await shared(ann), await shared(bob)], [[true, true], [false, false]]);
    await api(ann, "DELETE", `/api/v1/messages/${messages[0]?.id}`);
    assert.deepEqual(await shared(ann), [false, false]);
    assert.match((await page(ann, `${chat}/files`)).html, /No files have been shared here yet/);
  });

  await t.step("what is too large comes back with the reason", async () => {
    const { status, html } = await page(
      ann,
      chat,
      form({ content: "see" }, new File([new Uint8Array(101 * 1024)], "big")),
    );
    assert.equal(status, 413);
    assert.match(html, /larger than this server takes/);
    assert.match(html, />see<\/textarea>/);
  });

  await t.step(
    "people and groups get a picture by their settings, cropped to a square, and lose it again",
    async () => {
      const png = await sharp({ create: { width: 900, height: 300, channels: 3, background: "#93c" } }).png()
        .toBuffer();
      const picture = new File([new Uint8Array(png)], "me.png");
      const profile = { first_name: "Ann", last_name: "", status_text: "", status: "online" };
      assert.equal((await page(ann, "/settings/profile", form(profile, picture))).status, 303);
      const { avatar } = (await api(bob, "GET", `/api/v1/users/${ann.id}`)).body.user as { avatar: string };
      assert.match(avatar, /^\/files\/[0-9a-f-]{36}$/);
      assert.match((await page(bob, "/")).html, new RegExp(`<img src="${avatar}\\?size=thumb`));
      for (const [size, edge] of [["", 512], ["?size=small", 192], ["?size=thumb", 96]] as const) {
        const headers = { authorization: `Bearer ${bob.token}` };
        const response = await app.fetch(new Request(`${app.url}${avatar}${size}`, { headers }));
        const { width, height, format } = await sharp(new Uint8Array(await response.arrayBuffer())).metadata();
        assert.deepEqual([width, height, format], [edge, edge, "webp"]);
        assert.match(response.headers.get("cache-control") ?? "", /private, max-age=31536000, immutable/);
      }
      assert.equal((await app.fetch(new Request(`${app.url}${avatar}`))).status, 401);

      const wrong = await page(ann, "/settings/profile", form(profile, new File(["no picture"], "x.png")));
      assert.equal(wrong.status, 400);
      assert.match(wrong.html, /not a picture that can be shown/);
      assert.equal((await page(ann, "/settings/profile", form({ ...profile, no_picture: "yes" }))).status, 303);
      const { user } = (await api(bob, "GET", `/api/v1/users/${ann.id}`)).body as { user: { avatar: string } };
      assert.equal(user.avatar, "");

      const group = (await api(ann, "POST", "/api/v1/groups", { name: "Harbour", member_ids: [bob.id] })).body
        .group as {
          id: string;
        };
      const settings = `/groups/${group.id}/settings`;
      assert.equal((await page(bob, settings, form({ name: "Mine" }, picture))).status, 403);
      assert.equal((await page(ann, settings, form({ name: "Harbour" }, picture))).status, 303);
      const { html } = await page(bob, `/c/${group.id}`);
      assert.match(html, /<span class="avatar [^"]*square[^"]*"[^>]*><img src="\/files\/[^"]+size=thumb/);
    },
  );
});
