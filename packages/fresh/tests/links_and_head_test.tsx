import assert from "node:assert/strict";
import { App, HttpError } from "fresh";
import { Head } from "fresh/runtime";
import type { ComponentChildren } from "preact";
import { bodyOf, fetchFrom, textOf } from "./support.ts";

async function marks(path: string, link: preact.JSX.Element): Promise<string> {
  const app = new App().get("*", (ctx) => ctx.render(link));
  return /<a([^>]*)>/.exec(await textOf(app, path))?.[1]?.trim() ?? "";
}

const has = (text: string, ...parts: string[]) =>
  assert.deepEqual(parts.filter((part) => !text.includes(part)), [], text);

Deno.test("a link to the current page says so", async () => {
  has(await marks("/docs", <a href="/docs">x</a>), 'data-current="true"', 'aria-current="page"');
  has(await marks("/docs?page=2", <a href="/docs">x</a>), 'data-current="true"');
  has(await marks("/docs", <a href="/docs/#part">x</a>), 'data-current="true"');
  has(await marks("/docs?page=2", <a href="/docs?page=2">x</a>), 'data-current="true"');
  has(await marks("/docs", <a href="/docs#a?b">x</a>), 'data-current="true"');
});

Deno.test("a link to an ancestor, or to this page with another query, says so", async () => {
  has(await marks("/docs/deep", <a href="/docs">x</a>), 'data-ancestor="true"', 'aria-current="true"');
  has(await marks("/docs", <a href="/">x</a>), 'data-ancestor="true"');
  has(await marks("/docs", <a href="/docs?page=2">x</a>), 'data-ancestor="true"');
});

Deno.test("other links are left alone", async () => {
  for (const href of ["/documents", "/docs/deep", "http://localhost/docs", "//docs", "docs"]) {
    assert.equal(await marks("/docs", <a href={href}>x</a>), `href="${href}"`);
  }
  const own = await marks("/docs", <a href="/docs" aria-current="step">x</a>);
  assert.equal(own, 'href="/docs" aria-current="step"', "an author's own mark stands alone");
});

async function headOf(content: ComponentChildren, appHead?: ComponentChildren): Promise<string> {
  const app = new App();
  if (appHead) {
    app.appWrapper(({ Component }) => (
      <html>
        <head>{appHead}</head>
        <body>
          <Component />
        </body>
      </html>
    ));
  }
  const html = await textOf(app.route("/", { component: () => <main>{content}</main> }), "/");
  assert.match(html, /<main>(text)?<\/main>/, "nothing of the head stays in the body");
  return /<head>(.*)<\/head>/s.exec(html)?.[1]?.replaceAll("/>", ">") ?? "";
}

Deno.test("what is in Head moves to the head, from any depth", async () => {
  const Deep = () => (
    <Head>
      <title>Deep</title>
      <meta name="a" content="1" />
    </Head>
  );
  assert.equal(await headOf(<Deep />), '<meta charset="utf-8"><title>Deep</title><meta name="a" content="1">');
  assert.equal(
    await headOf([<Deep />, "text"], <meta charset="utf-8" />),
    '<meta charset="utf-8"><title>Deep</title><meta name="a" content="1">',
  );
});

Deno.test("components and nested fragments work inside Head", async () => {
  const Meta = ({ name }: { name: string }) => <meta name={name} content="x" />;
  assert.equal(
    await headOf(
      <Head>
        <>
          <Meta name="a" />
          <Meta name="b" />
        </>
      </Head>,
      <title>t</title>,
    ),
    '<title>t</title><meta name="a" content="x"><meta name="b" content="x">',
  );
});

Deno.test("the last title wins, and takes the place of the one written in the head", async () => {
  const head = await headOf(
    [
      <Head>
        <title>one</title>
      </Head>,
      <Head>
        <title>two</title>
      </Head>,
    ],
    <>
      <title>app</title>
      <meta name="x" />
    </>,
  );
  assert.equal(head, '<title>two</title><meta name="x">');
});

Deno.test("elements of one key are one element, which the browser can find by data-key", async () => {
  const head = await headOf([
    <Head>
      <link key="icon" rel="icon" href="/a" />
    </Head>,
    <Head>
      <link key="icon" rel="shortcut icon" href="/b" />
    </Head>,
    <Head>
      <link key="other" rel="icon" href="/c" />
    </Head>,
  ], <title>t</title>);
  assert.equal(
    head,
    '<title>t</title><link rel="shortcut icon" href="/b" data-key="icon"><link rel="icon" href="/c" data-key="other">',
  );
});

Deno.test("without a key, equal attributes make a duplicate, whatever the content or href", async () => {
  const head = await headOf(
    [
      <Head>
        <meta name="description" content="one" />
        <link rel="canonical" href="/1" />
      </Head>,
      <Head>
        <meta content="two" name="description" />
        <meta property="og:title" content="x" />
        <link rel="canonical" href="/2" />
      </Head>,
    ],
    <>
      <title>t</title>
      <meta name="description" content="app" />
    </>,
  );
  assert.equal(
    head,
    '<title>t</title><meta content="two" name="description"><link rel="canonical" href="/2"><meta property="og:title" content="x">',
  );
});

Deno.test("styles and scripts are duplicates by their attributes, whatever they contain", async () => {
  const head = await headOf(
    <Head>
      <style>{"a{}"}</style>
      <style>{"b{}"}</style>
      <style id="own">{"c{}"}</style>
      <script type="application/json">1</script>
      <script type="application/json">2</script>
    </Head>,
    <>
      <style id="own">{"old{}"}</style>
      <style id="other">{"kept{}"}</style>
    </>,
  );
  assert.equal(
    head.replaceAll(/ nonce="\w+"/g, ""),
    '<style id="own">c{}</style><style id="other">kept{}</style><style>b{}</style><script type="application/json">2</script>',
  );
});

Deno.test("head elements outside Head stay where they are written, also in drawings", async () => {
  const app = new App().route("/", {
    component: () => (
      <p>
        <style>{"a{}"}</style>
        <svg>
          <title>icon</title>
        </svg>
      </p>
    ),
  });
  assert.match(await bodyOf(app), /^<p><style nonce="\w+">a{}<\/style><svg><title>icon<\/title><\/svg><\/p>$/);
});

Deno.test("scripts and styles moved to the head carry the nonce", async () => {
  const head = await headOf(
    <Head>
      <style>{"a{}"}</style>
    </Head>,
    <title>t</title>,
  );
  assert.match(head, /<style nonce="\w+">a{}<\/style>/);
});

Deno.test("text of a title is escaped, and replacement patterns in it mean nothing", async () => {
  assert.match(
    await headOf(
      <Head>
        <title>{"</title><script>$& $1"}</title>
      </Head>,
    ),
    /<title>&lt;\/title>&lt;script>\$&amp; \$1<\/title>/,
  );
});

Deno.test("a failing page leaves the next render clean", async () => {
  const component = () => {
    throw new HttpError(400);
  };
  const app = new App().route("/bad", { component }).route("/good", { component: () => <p>good</p> });
  assert.equal((await fetchFrom(app, "/bad")).status, 400);
  assert.equal(await bodyOf(app, "/good"), "<p>good</p>");
});

Deno.test("without OpenTelemetry a page has no traceparent", async () => {
  assert.doesNotMatch(await textOf(new App().route("/", { component: () => <p /> }), "/"), /traceparent/);
});
