import assert from "node:assert/strict";
import { useBrowser } from "./browser.ts";
import { hasChromium } from "./programs.ts";
import { until } from "./wait.ts";

const ignore = !hasChromium();
const browser = useBrowser();

/** A page whose text is a script's work, and one with a script that its policy forbids. */
function site() {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const isStrict = new URL(request.url).pathname === "/strict";
    const headers = new Headers({ "content-type": "text/html" });
    if (isStrict) headers.set("content-security-policy", "script-src 'none'");
    return new Response(`<link rel="icon" href="data:,"><p>plain</p><script>document.title = "run"</script>`, {
      headers,
    });
  });
  return { url: `http://127.0.0.1:${server.addr.port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test({
  name: "a page without problems passes, with script and without",
  ignore,
  async fn() {
    await using server = site();
    await using ann = await browser.visitor(server);
    await using bob = await browser.visitor({ ...server, scripts: false });
    await ann.page.goto("/");
    await bob.page.goto("/");
    assert.deepEqual([await ann.page.title(), await bob.page.title()], ["run", ""]);
  },
});

Deno.test({
  name: "an uncaught error, a console error and a breach of the policy each fail the test, unless expected",
  ignore,
  async fn() {
    await using server = site();
    const ann = await browser.visitor(server);
    await ann.page.goto("/strict");
    await ann.page.goto("/");
    await ann.page.evaluate('console.error("from the console")');
    await ann.page.evaluate("void setTimeout(() => nowhereDefined())");
    for (const problem of [/Content Security Policy/i, /from the console/, /nowhereDefined is not defined/]) {
      await until(() => ann.problems.some((noted) => problem.test(noted)), `${problem} is noted`);
    }
    await assert.rejects(ann[Symbol.asyncDispose](), /The page had problems/);

    await using bob = await browser.visitor(server);
    bob.expectProblems(/Content Security Policy/i);
    await bob.page.goto("/strict");
    await until(() => bob.problems.length > 0, "the breach is noted");
  },
});
