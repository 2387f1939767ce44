import assert from "node:assert/strict";
import { api, people } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { PageReader, textIn } from "./reader.ts";

Deno.test("of many conversations a page shows a hundred, counts what is new in all, and leads to the others", async () => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const { url } = server;
  const [ann, bob] = await people({ url }, "ann", "bob");
  assert.ok(ann && bob);
  for (let number = 1; number <= 103; number++) {
    const { body } = await api(bob, "POST", "/api/v1/groups", { name: `Group ${number}.`, member_ids: [ann.id] });
    const group = (body.group as { id: string }).id;
    if (number <= 2) {
      await api(bob, "POST", `/api/v1/messages/group/${group}`, { content: number === 1 ? "@ann" : "hi" });
    }
  }
  const reader = await PageReader.of(url, ann);
  const names = (html: string) => [...html.matchAll(/class="name cut">(Group \d+\.)/g)].map(([, name = ""]) => name);

  const { html } = await reader.get("/");
  assert.deepEqual([names(html).length, names(html)[0], names(html).at(-1)], [100, "Group 103.", "Group 4."]);
  assert.match(textIn(html), /Unread 2 Mentions 1 /);
  assert.match(textIn(html), /Show 3 more/);
  assert.match(textIn((await reader.get("/settings")).html), /Chats 1 /, "the rail counts all of them too");

  const all = await reader.get(/href="(\/\?all)"/.exec(html)?.[1] ?? "");
  assert.deepEqual([names(all.html).length, names(all.html).at(-1)], [103, "Group 1."]);
  assert.doesNotMatch(textIn(all.html), /Show \d+ more/);
  assert.deepEqual(names((await reader.get("/?show=unread")).html), ["Group 2.", "Group 1."]);
});
