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
});
