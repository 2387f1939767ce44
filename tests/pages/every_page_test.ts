import assert from "node:assert/strict";
import { en } from "@/lib/i18n/en.ts";
import { makeWorld } from "../browser/world.ts";
import { OPEN_PAGES, pagesOf } from "../browser/page_list.ts";
import { api } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { PageReader, textIn } from "./reader.ts";

const tagsIn = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`<${name}\\b[^>]*>`, "g"))].map(([tag]) => tag);
const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** What every page owes to those who read it, whatever it is about. */
function checkPage(name: string, html: string, language: string): void {
  const where = `${name} (${language})`;
  assert.match(html, new RegExp(`<html lang="${language}"`), where);
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "";
  assert.match(title, /^.+ · Freshet$/, `${where}: title`);
  assert.equal(tagsIn(html, "main").length, 1, `${where}: one main`);
  assert.equal(tagsIn(html, "h1").length, 1, `${where}: one h1`);

  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => id);
  assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), [], `${where}: ids twice`);
  const labelled = new Set(tagsIn(html, "label").map((tag) => attribute(tag, "for")));
  for (const tag of [...tagsIn(html, "input"), ...tagsIn(html, "textarea"), ...tagsIn(html, "select")]) {
    const isHidden = attribute(tag, "type") === "hidden";
    const isInLabel = new RegExp(`<label[^>]*>(?:(?!</label>).)*${escapeRegExp(tag)}`, "s").test(html);
    const isNamed = tag.includes("aria-label=") || labelled.has(attribute(tag, "id"));
    assert.ok(isHidden || isNamed || isInLabel, `${where}: no label for ${tag}`);
  }
  for (const form of tagsIn(html, "form")) assert.ok(attribute(form, "action"), `${where}: ${form} has no action`);
  for (const target of [...html.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id)) {
    assert.ok(ids.includes(target) || target.startsWith("i-"), `${where}: #${target} leads nowhere`);
  }

  assert.doesNotMatch(html, /\sstyle="/, `${where}: inline style`);
  assert.doesNotMatch(html, /\son\w+="/, `${where}: inline handler`);
  for (const script of tagsIn(html, "script")) {
    assert.match(script, /nonce=|type="application\/json"/, `${where}: ${script} without nonce`);
  }
  const text = textIn(html);
  for (const key of Object.keys(en)) {
    assert.ok(!text.includes(` ${key} `), `${where}: shows the key ${key}`);
  }
  assert.doesNotMatch(text, /\{\w+\}|\bundefined\b|\bNaN\b|\[object/, `${where}: something was not filled in`);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

Deno.test("every page keeps its promises in both languages", async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const { url } = server;
  const world = await makeWorld({ url });

  for (const [header, language] of [["en", "en"], ["zh-CN", "zh-Hans"]] as const) {
    await t.step(`pages before signing in, ${language}`, async () => {
      const stranger = new PageReader(url, header);
      for (const [name, path] of Object.entries(OPEN_PAGES)) checkPage(name, (await stranger.get(path)).html, language);
    });

    const mei = await PageReader.of(url, world.mei, header);
    for (const [name, path] of Object.entries(pagesOf(world))) {
      await t.step(`${name}, ${language}`, async () => {
        const { status, html } = await mei.get(path);
        assert.equal(status, name === "not-found" ? 404 : 200, path);
        checkPage(name, html, language);
      });
    }
  }

  await t.step("no page without an island carries a script", async () => {
    const mei = await PageReader.of(url, world.mei);
    for (const path of ["/settings/keyboard", "/people", "/groups", "/new", "/search"]) {
      assert.deepEqual(tagsIn((await mei.get(path)).html, "script"), [], path);
    }
  });

  await t.step("a chat page with 50 messages is under 50 KB", async () => {
    const [aisha, mei] = [world.aisha, await PageReader.of(url, world.mei)];
    for (let number = 0; number < 50; number += 1) {
      const who = number % 3 === 0 ? world.mei : aisha;
      const content = `Message number ${number}: the gauge at the weir reads 2.41 m and has been falling since noon.`;
      await api(who, "POST", `/api/v1/messages/group/${world.release}`, { content });
    }
    // With much unread the page would begin at the first of it.
    await api(world.mei, "PUT", `/api/v1/conversations/${world.release}/read`, { seq: 10_000 });
    const { html } = await mei.get(`/c/${world.release}`);
    const bytes = new TextEncoder().encode(html).length;
    assert.equal(html.match(/class="msg /g)?.length, 50);
    assert.ok(bytes < 50_000, `${bytes} bytes`);
  });
});
