import assert from "node:assert/strict";
import { freePort, start, untilAnswered } from "./dev_support.ts";

/** The build that a server announces to open pages. */
async function announcedBuild(port: number): Promise<string> {
  const socket = new WebSocket(`ws://localhost:${port}/_frsh/alive`);
  const build = await new Promise<string>((resolve) => socket.onmessage = ({ data }) => resolve(data));
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  return build;
}

Deno.test("the dev server answers once it has built, puts the reload client on every page, and announces its build", async () => {
  const port = freePort();
  const buildOf = (html: string) => /\/_fresh\/js\/([0-9a-f]{40})\/fresh-reload\.js/.exec(html)?.[1];
  let first: string | undefined;
  {
    await using _server = await start(port);
    first = buildOf(await untilAnswered(`http://localhost:${port}/plain`));
    assert.ok(first);
    assert.equal(await announcedBuild(port), first);
    const script = await fetch(`http://localhost:${port}/_fresh/js/${first}/fresh-reload.js`);
    assert.match(await script.text(), /sourceMappingURL/);
  }
  await using _again = await start(port);
  const second = buildOf(await untilAnswered(`http://localhost:${port}/plain`));
  assert.equal(await announcedBuild(port), second);
  assert.notEqual(first, second);
});
