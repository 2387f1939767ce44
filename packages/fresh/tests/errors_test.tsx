import assert from "node:assert/strict";
import { App, type Context, HttpError, page } from "fresh";
import { HttpError as RuntimeHttpError } from "fresh/runtime";
import { bodyOf, fetchFrom, quietly, textOf } from "./support.ts";

const fail = (error: unknown) => () => {
  throw error;
};

Deno.test("with no error page, an HttpError shows its message or its standard text, and nothing else shows anything", async () => {
  const app = new App().get("/named", fail(new HttpError(403, "not yours"))).get("/plain", fail(new HttpError(404)))
    .get("/secret", fail(new Error("password is hunter2")));
  assert.equal(await textOf(app, "/named"), "not yours");
  assert.equal(await textOf(app, "/plain"), "Not Found");
  const { result, printed } = await quietly(() => fetchFrom(app, "/secret"));
  assert.deepEqual([result.status, await result.text()], [500, "Internal server error"]);
  assert.match(String(printed[0]), /hunter2/);
});

Deno.test("the nearest error page outward answers, with the status of the error", async () => {
  const app = new App()
    .onError("*", { component: ({ error }) => <p>root {(error as Error).message}</p> })
    .onError("/a", (ctx) => ctx.text(`a ${(ctx.error as Error).message}`, { status: 418 }))
    .get("/a/b", fail(new HttpError(400, "bad"))).get("/c", fail(new HttpError(409, "taken")));
  const inner = await fetchFrom(app, "/a/b");
  assert.deepEqual([inner.status, await inner.text()], [418, "a bad"]);
  assert.equal((await fetchFrom(app, "/c")).status, 409);
  assert.equal(await bodyOf(app, "/c"), "<p>root taken</p>");
});

Deno.test("an unexpected error is a 500 on the error page", async () => {
  const app = new App().onError("*", { component: () => <p>sorry</p> }).get("/", fail(new TypeError("x")));
  const { result } = await quietly(() => fetchFrom(app, "/"));
  assert.equal(result.status, 500);
});

Deno.test("an error page that fails hands over to the next one outward", async () => {
  const app = new App().onError("*", (ctx) => ctx.text(`root ${(ctx.error as Error).message}`))
    .onError("/a", fail(new Error("again"))).get("/a", fail(new Error("first")));
  assert.equal(await textOf(app, "/a"), "root again");
});

Deno.test("an error page stands inside the layouts of its own place, not of the place that failed", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <body>
        app <Component />
      </body>
    ))
    .layout("*", ({ Component }) => (
      <b>
        root <Component />
      </b>
    ))
    .onError("*", { component: () => <i>error</i> })
    .layout("/a", ({ Component }) => (
      <u>
        a <Component />
      </u>
    ))
    .get("/a", fail(new HttpError(400)));
  assert.equal(await bodyOf(app, "/a"), "app <b>root <i>error</i></b>");
});

Deno.test("a middleware above an error page still sees its response", async () => {
  const app = new App().use(async (ctx) => {
    const response = await ctx.next();
    response.headers.set("x-above", String(response.status));
    return response;
  }).onError("/a", () => new Response("caught", { status: 503 })).get("/a", fail(new Error("x")));
  assert.equal((await fetchFrom(app, "/a")).headers.get("x-above"), "503");
});

Deno.test("a middleware that catches an error finds it in ctx.error, and may answer for it", async () => {
  const seen: unknown[] = [];
  const error = new HttpError(409, "taken");
  const watch = async (ctx: Context<unknown>) => {
    try {
      return await ctx.next();
    } catch (caught) {
      seen.push(caught, ctx.error);
      throw caught;
    }
  };
  const rescue = (ctx: Context<unknown>) => ctx.next().catch(() => ctx.text(`rescued ${ctx.error === error}`));
  const app = new App().use(rescue, watch, watch).get("/", fail(error)).route("/b", { handler: fail(error) });
  for (const path of ["/", "/b"]) assert.equal(await textOf(app, path), "rescued true");
  assert.ok(seen.length === 8 && seen.every((one) => one === error));
});

Deno.test("errors of middlewares and of rendering reach the error page too", async () => {
  const Broken = () => {
    throw new HttpError(410, "render");
  };
  const app = new App().onError("*", (ctx) => ctx.text((ctx.error as Error).message))
    .route("/render", { component: () => <Broken /> })
    .use("/guarded", fail(new HttpError(401, "guard"))).get("/guarded", (ctx) => ctx.text("inside"));
  assert.equal(await textOf(app, "/render"), "render");
  assert.equal(await textOf(app, "/guarded"), "guard");
});

Deno.test("notFound answers for unknown paths and thrown 404s, wherever it is registered", async () => {
  const app = new App().onError("*", (ctx) => ctx.text("error page")).get("/gone", fail(new HttpError(404)))
    .get("/bad", fail(new HttpError(400))).notFound((ctx) => ctx.text("nothing here", { status: 404 }));
  assert.equal(await textOf(app, "/unknown"), "nothing here");
  assert.equal(await textOf(app, "/gone"), "nothing here");
  assert.equal(await textOf(app, "/bad"), "error page");
});

Deno.test("a notFound component is rendered in the app with status 404", async () => {
  const app = new App().appWrapper(({ Component }) => (
    <body>
      app <Component />
    </body>
  ))
    .notFound({ component: () => <p>nothing</p> });
  assert.equal((await fetchFrom(app, "/x")).status, 404);
  assert.equal(await bodyOf(app, "/x"), "app <p>nothing</p>");
});

Deno.test("an error page may choose its status, with page data or a response", async () => {
  const app = new App().onError("*", { handler: () => page({ a: 1 }, { status: 202 }), component: () => <p /> })
    .get("/", fail(new HttpError(400)));
  assert.equal((await fetchFrom(app, "/")).status, 202);
});

Deno.test("an error page with handlers for some methods still shows its page for the others", async () => {
  const app = new App().onError("*", { handler: { GET: () => page(1) }, component: () => <p>oops</p> })
    .post("/", fail(new HttpError(422)));
  const response = await fetchFrom(app, "/", { method: "POST" });
  assert.equal(response.status, 422);
  assert.match(await response.text(), /oops/);
});

Deno.test("HttpError is one class on both sides, with status, name, message and cause", () => {
  const error = new HttpError(404, "gone", { cause: 1 });
  assert.equal(HttpError, RuntimeHttpError);
  assert.deepEqual([error.name, error.status, error.message, error.cause], ["HttpError", 404, "gone", 1]);
  assert.ok(error instanceof Error);
  assert.equal(new HttpError(500).message, "");
});
