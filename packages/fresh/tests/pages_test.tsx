import assert from "node:assert/strict";
import { App, createDefine, HttpError, page, type PageProps } from "fresh";
import { Partial } from "fresh/runtime";
import { h } from "preact";
import { bodyOf, fetchFrom, quietly, textOf } from "./support.ts";

interface State {
  name: string;
}
const define = createDefine<State>();

/** Fails to compile unless both types are the same. */
const sameType = <A, B>(_: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false) => {};

Deno.test("define keeps what handlers return, and gives pages the union of it", () => {
  const handler = define.handlers({
    GET: (ctx) => page({ greeting: `hi ${ctx.state.name}` }),
    async POST(ctx) {
      await ctx.req.text();
      return ctx.params.bad ? page({ problem: 1 }, { status: 422 }) : ctx.redirect("/");
    },
  });
  define.page<typeof handler>(({ data, state }) => {
    sameType<typeof data, { greeting: string } | { problem: number }>(true);
    sameType<typeof state, State>(true);
    return <p>{"greeting" in data ? data.greeting : data.problem}</p>;
  });
  const single = define.handlers(() => page(5));
  define.page<typeof single>(async ({ data }) => {
    sameType<typeof data, number>(true);
    await Promise.resolve();
    return <p>{data}</p>;
  });
  const stated = define.handlers<{ a: string }>({ GET: () => page({ a: "x" }) });
  define.page<typeof stated>(({ data }) => <p>{data.a}</p>);
  define.page(({ url }) => <p>{url.href}</p>);
  define.middleware([(ctx) => ctx.next(), async (ctx) => await ctx.next()]);
  define.layout(({ Component, state }) => (
    <b>
      {state.name}
      <Component />
    </b>
  ));
});

Deno.test("a page is wrapped by its layouts, innermost first, and by the app", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <body>
        app <Component />
      </body>
    ))
    .layout("*", ({ Component }) => (
      <b>
        outer <Component />
      </b>
    ))
    .layout("/a", ({ Component }) => (
      <i>
        inner <Component />
      </i>
    ))
    .route("/a", { component: () => <p>page</p> });
  assert.equal(await bodyOf(app, "/a"), "app <b>outer <i>inner <p>page</p></i></b>");
});

Deno.test("a page may skip its layouts or the app, and a layout what is above it", async () => {
  const make = () =>
    new App().appWrapper(({ Component }) => (
      <body class="app">
        <Component />
      </body>
    ))
      .layout("*", ({ Component }) => (
        <b>
          <Component />
        </b>
      ));
  const component = () => <p />;
  const bare = make().route("/", { component, config: { skipInheritedLayouts: true } });
  assert.match(await textOf(bare, "/"), /<body class="app"><p><\/p><\/body>/);
  const noApp = make().route("/", { component, config: { skipAppWrapper: true } });
  assert.match(await textOf(noApp, "/"), /<body><b><p><\/p><\/b><\/body>/);
  const own = make().layout("/x", ({ Component }) => (
    <i>
      <Component />
    </i>
  ), {
    skipInheritedLayouts: true,
    skipAppWrapper: true,
  }).route("/x", { component });
  assert.match(await textOf(own, "/x"), /<body><i><p><\/p><\/i><\/body>/);
});

Deno.test("pages, layouts and the app may be async, and answer with a response instead", async () => {
  const later = <T,>(value: T) => Promise.resolve(value);
  const app = new App().appWrapper(async ({ Component }) =>
    await later(
      <body>
        app <Component />
      </body>,
    )
  )
    .layout("*", async ({ Component }) =>
      await later(
        <b>
          <Component />
        </b>,
      ))
    .route("/a", { component: async () => await later(<p>page</p>) })
    .route("/b", { component: async () => await later(new Response("raw", { status: 201 })) });
  assert.equal(await bodyOf(app, "/a"), "app <b><p>page</p></b>");
  const raw = await fetchFrom(app, "/b");
  assert.deepEqual([raw.status, await raw.text()], [201, "raw"]);
});

Deno.test("an async component inside a page is refused by name, instead of leaving a gap", async () => {
  const Later = async () => await Promise.resolve(<p />);
  const app = new App().onError("*", (ctx) => ctx.text((ctx.error as Error).message))
    .route("/", { component: () => h(Later as never, null) });
  assert.match(await textOf(app, "/"), /<Later>: it is async.*Only pages, layouts and the app/s);
});

Deno.test("page data, status and headers reach the page and the response; layouts get no data", async () => {
  const app = new App()
    .layout("*", ({ Component, data }) => (
      <b>
        {String(data)} <Component />
      </b>
    ))
    .route("/", {
      handler: () => page({ n: 1 }, { status: 422, headers: { "x-a": "b" } }),
      component: ({ data }: PageProps<{ n: number }>) => <p>{data.n}</p>,
    });
  const response = await fetchFrom(app, "/");
  assert.equal(response.status, 422);
  assert.equal(response.headers.get("x-a"), "b");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(
    await response.text(),
    /^<!DOCTYPE html><html><head><meta charset="utf-8"><\/head><body><b>null <p>1</,
  );
});

Deno.test("a page whose request no handler answered has empty data", async () => {
  const component = ({ data }: PageProps) => <p>{JSON.stringify(data)}</p>;
  const app = new App().route("/a", { component }).route("/b", { component, handler: { POST: () => page(1) } })
    .route("/c", { component, handler: () => page() });
  assert.deepEqual([await bodyOf(app, "/a"), await bodyOf(app, "/b"), await bodyOf(app, "/c")], [
    "<p>{}</p>",
    "<p>{}</p>",
    "<p></p>",
  ]);
});

Deno.test("of headers that page data names twice the last wins, as upstream sets them", async () => {
  const headers: HeadersInit[] = [[["x-a", "1"], ["x-a", "2"]], { "x-a": "2" }, new Headers({ "x-a": "2" })];
  for (const given of headers) {
    const app = new App().route("/", { handler: () => page(1, { headers: given }) });
    assert.equal((await fetchFrom(app, "/")).headers.get("x-a"), "2");
  }
});

Deno.test("a page without handlers renders for every method; with them, GET renders without data", async () => {
  const app = new App().route("/all", { component: () => <p>all</p> })
    .route("/form", { handler: { POST: (ctx) => ctx.text("posted") }, component: () => <p>form</p> });
  for (const method of ["GET", "POST", "DELETE"]) assert.match(await textOf(app, "/all", { method }), /all/);
  assert.match(await textOf(app, "/form"), /form/);
  assert.equal(await textOf(app, "/form", { method: "POST" }), "posted");
  assert.equal((await fetchFrom(app, "/form", { method: "PUT" })).status, 405);
});

Deno.test("data without a component renders an empty page, and no data is a 500", async () => {
  const app = new App().route("/empty", { handler: () => page(1) }).route("/wrong", { handler: (() => 5) as never });
  assert.equal(await bodyOf(app, "/empty"), "");
  const { result, printed } = await quietly(() => fetchFrom(app, "/wrong"));
  assert.equal(result.status, 500);
  assert.match(String(printed[0]), /neither a Response nor page\(\)/);
});

Deno.test("a handler with a second parameter is refused", () => {
  const app = new App().route("/", { handler: ((_req: unknown, _ctx: unknown) => new Response()) as never });
  assert.throws(() => app.handler(), /takes more than one parameter/);
});

Deno.test("a lazy page is loaded on first use; its methods may be told beforehand", async () => {
  let loads = 0;
  const load = () =>
    Promise.resolve({ component: () => <p>{++loads}</p>, handler: { POST: () => new Response("ok") } });
  const app = new App().route("/a", load).route("/b", load, { methods: ["GET"] });
  assert.match(await textOf(app, "/a"), /1/);
  assert.equal(await textOf(app, "/a", { method: "POST" }), "ok");
  assert.equal((await fetchFrom(app, "/b", { method: "POST" })).status, 405);
});

Deno.test("missing document elements are supplied, and those of the page are kept", async () => {
  const html = async (component: () => preact.JSX.Element) => await textOf(new App().route("/", { component }), "/");
  const doctype = "<!DOCTYPE html>";
  assert.equal(
    await html(() => <p />),
    `${doctype}<html><head><meta charset="utf-8"></head><body><p></p></body></html>`,
  );
  assert.equal(
    await html(() => (
      <html lang="a>b">
        <p />
      </html>
    )),
    `${doctype}<html lang="a>b"><head><meta charset="utf-8"></head><body><p></p></body></html>`,
  );
  assert.equal(
    await html(() => (
      <html>
        <body class="x">
          <p />
        </body>
      </html>
    )),
    `${doctype}<html><head><meta charset="utf-8"></head><body class="x"><p></p></body></html>`,
  );
  assert.equal(
    await html(() => (
      <>
        <head>
          <title>t</title>
        </head>
        <p />
      </>
    )),
    `${doctype}<html><head><title>t</title></head><body><p></p></body></html>`,
  );
});

Deno.test("ctx.render renders inside the layouts of its place", async () => {
  const app = new App().appWrapper(({ Component }) => (
    <body>
      app <Component />
    </body>
  ))
    .layout("/a", ({ Component }) => (
      <b>
        <Component />
      </b>
    ))
    .get("/a", (ctx) => ctx.render(<p>hi</p>, { status: 201, headers: { "x-a": "b" } }))
    .get("/bare", (ctx) => ctx.render(<p>hi</p>, {}, { skipAppWrapper: true }))
    .get("/null", (ctx) => ctx.render(null));
  const response = await fetchFrom(app, "/a");
  assert.deepEqual([response.status, response.headers.get("x-a")], [201, "b"]);
  assert.equal(await bodyOf(app, "/a"), "app <b><p>hi</p></b>");
  assert.equal(await bodyOf(app, "/bare"), "<p>hi</p>");
  assert.equal(await bodyOf(app, "/null"), "app ");
  for (const wrong of ["text", undefined, {}, Object.create(null)]) {
    const failing = new App().get("/", (ctx) => ctx.render(wrong as never));
    const { printed } = await quietly(() => fetchFrom(failing, "/"));
    assert.match(String(printed[0]), /takes JSX or null/);
  }
});

Deno.test("a page without islands carries no script and asks for no preload", async () => {
  const response = await fetchFrom(new App().route("/", { component: () => <p /> }), "/");
  assert.equal(response.headers.get("link"), null);
  assert.doesNotMatch(await response.text(), /<script/);
});

Deno.test("inline scripts and styles carry the nonce of the response, others and given ones do not change", async () => {
  const inline = { __html: "1" };
  const app = new App().route("/", {
    component: () => (
      <>
        <script dangerouslySetInnerHTML={inline} />
        <style>{"a{}"}</style>
        <script src="/a.js" />
        <script nonce="mine" dangerouslySetInnerHTML={inline} />
      </>
    ),
  });
  const pattern =
    /^<script nonce="(\w{20,})">1<\/script><style nonce="\1">a{}<\/style><script src="\/a.js"><\/script><script nonce="mine">/;
  const [first, second] = [await bodyOf(app), await bodyOf(app)].map((body) => pattern.exec(body)?.[1]);
  assert.ok(first && second && first !== second);
});

Deno.test("partials and client navigation say that they are left out", async () => {
  const app = new App().onError("*", (ctx) => ctx.text((ctx.error as Error).message))
    .route("/partial", { component: () => <Partial name="a">x</Partial> })
    .route("/nav", { component: () => <div {...{ "f-client-nav": true }} /> });
  assert.match(await textOf(app, "/partial"), /<Partial name="a">.*leaves it out.*delete "links"/s);
  assert.match(await textOf(app, "/nav"), /<div f-client-nav>: .*leaves it out.*delete "links"/s);
});

Deno.test("hooks of a second Preact are explained instead of failing in the dark", async () => {
  const second = () => {
    throw new TypeError("Cannot read properties of undefined (reading '__H')");
  };
  const app = new App().onError("*", (ctx) => ctx.text((ctx.error as Error).message)).route("/", { component: second });
  assert.match(await textOf(app, "/"), /second copy of Preact/);
});

Deno.test("nothing of one render is left on vnodes that another shares", async () => {
  const shared = <a href="/a">a</a>;
  const app = new App().get("/a", (ctx) => ctx.render(shared)).get("/b", (ctx) => ctx.render(shared));
  assert.match(await bodyOf(app, "/a"), /aria-current/);
  assert.doesNotMatch(await bodyOf(app, "/b"), /aria-current/);
});

Deno.test("HttpError thrown by an async page keeps its status", async () => {
  const component = async () => {
    await Promise.resolve();
    throw new HttpError(403);
  };
  assert.equal((await fetchFrom(new App().route("/", { component }), "/")).status, 403);
});
