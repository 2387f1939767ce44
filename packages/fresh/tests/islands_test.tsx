import assert from "node:assert/strict";
import { computed, signal } from "@preact/signals";
import { App, HttpError } from "fresh";
import { Head } from "fresh/runtime";
import type { ComponentChildren } from "preact";
import { reviveProps } from "../src/client/props.ts";
import { bodyOf, fetchFrom, textOf, withSnapshot } from "./support.ts";

type AnyProps = Record<string, unknown>;

const Show = (_: AnyProps) => <i>show</i>;
const Box = ({ children }: { children?: ComponentChildren }) => <div>{children}</div>;
const Late = ({ children, open }: { children?: ComponentChildren; open?: boolean }) => <div>{open && children}</div>;
const islands = [{ name: "All", url: "/_fresh/js/b1/All.js", exports: { Show, Box, Late, version: 1 } }];

const site = (...content: ComponentChildren[]) =>
  withSnapshot(new App().route("/", { component: () => <>{content}</> }), { islands });

async function bootData(app: App): Promise<{ islands: string[][]; instances: number[]; props: unknown[] }> {
  const text = /<script type="application\/json" id="f:data"[^>]*>(.*?)<\/script>/.exec(await textOf(app, "/"))?.[1];
  return JSON.parse(text ?? "null");
}

/** Sends props to the browser side and back. */
async function travel(...props: AnyProps[]): Promise<AnyProps[]> {
  const data = await bootData(site(props.map((one) => <Show {...one} />)));
  return reviveProps(data.props, () => null);
}

Deno.test("an island is rendered in place, with its data, its module and its preload", async () => {
  const app = site(<Show a={1} />);
  const response = await fetchFrom(app, "/");
  assert.equal(
    response.headers.get("link"),
    '</_fresh/js/b1/fresh-runtime.js>; rel="modulepreload"; as="script", </_fresh/js/b1/All.js>; rel="modulepreload"; as="script"',
  );
  const html = await response.text();
  assert.match(html, /<!--f:i0--><i>show<\/i><!--\/f:i-->/);
  assert.match(html, /<script type="module" src="\/_fresh\/js\/b1\/fresh-runtime.js"/);
  assert.deepEqual((await bootData(app)).islands, [["/_fresh/js/b1/All.js", "Show"]]);
});

Deno.test("every kind of plain value survives the way to the browser", async () => {
  const cyclic: AnyProps = { name: "loop" };
  cyclic.self = cyclic;
  const shared = { x: 1 };
  const props = {
    text: "a</script><!--b\u2028",
    number: 1.5,
    boolean: false,
    nothing: null,
    missing: undefined,
    big: 123n,
    nan: NaN,
    infinities: [Infinity, -Infinity, -0],
    // deno-lint-ignore no-sparse-arrays
    holes: [1, , 3],
    date: new Date(5),
    badDate: new Date(NaN),
    url: new URL("http://a/b"),
    pattern: /a+/gi,
    map: new Map<unknown, unknown>([["a", new Set([1])]]),
    bytes: new Uint8Array([1, 2, 255]),
    floats: new Float64Array([0.5, -0]),
    bare: Object.assign(Object.create(null), { a: 1 }),
    day: Temporal.PlainDate.from("2026-01-02"),
    cyclic,
    pair: [shared, shared],
  };
  const [revived] = await travel(props);
  assert.equal(String(revived?.day), "2026-01-02");
  assert.deepEqual({ ...revived, day: 0 }, { ...props, day: 0 });
  const [one, two] = revived?.pair as unknown[];
  assert.equal(one, two);
  assert.equal((revived?.cyclic as AnyProps).self, revived?.cyclic);
  assert.ok(!(1 in (revived?.holes as unknown[])));
  assert.ok(Object.is((revived?.infinities as number[])[2], -0));
});

Deno.test("class instances arrive as plain objects", async () => {
  class Point {
    constructor(readonly x: number, readonly inner?: Point) {}
  }
  const [revived, other] = await travel({ point: new Point(1, new Point(2)) }, { error: new HttpError(404) });
  assert.deepEqual(other?.error, { name: "HttpError", status: 404 });
  assert.deepEqual(revived?.point, { x: 1, inner: { x: 2, inner: undefined } });
});

Deno.test("one signal given to several islands is one signal there, wherever it stands", async () => {
  const count = signal(1);
  const [a, b] = await travel({ count }, { deep: [{ count }] });
  const revived = a?.count as typeof count;
  assert.equal(revived.value, 1);
  assert.equal((b?.deep as { count: unknown }[])[0]?.count, revived);
});

Deno.test("computed signals become constant, and signals may hold signals, even themselves", async () => {
  const inner = signal("x");
  const loop = signal<unknown>(null);
  loop.value = { loop };
  const [revived] = await travel({ double: computed(() => 4), outer: signal(inner), inner, loop });
  const { double, outer, loop: again } = revived as Record<string, typeof loop>;
  assert.equal(double?.value, 4);
  assert.throws(() => {
    if (double) double.value = 5;
  });
  assert.equal(outer?.value, revived?.inner);
  assert.equal((again?.value as { loop: unknown }).loop, again);
});

Deno.test("props cannot close the script they are written in", async () => {
  const html = await textOf(site(<Show text={"</script><script>alert(1)</script><!--"} />), "/");
  assert.equal(html.match(/<\/script>/g)?.length, 2);
  assert.doesNotMatch(html, /alert\(1\)<|<!--"/);
});

/** The error of a page that gives these props to an island. */
function failing(props: AnyProps): Promise<string> {
  const app = new App().onError("*", (ctx) => ctx.text(String(ctx.error)));
  return textOf(withSnapshot(app.route("/", { component: () => <Show {...props} /> }), { islands }), "/");
}

Deno.test("what cannot be written as text is refused by the name of the island and the path of the prop", async () => {
  for (const value of [Symbol("a"), Promise.resolve(), new WeakMap(), new Headers()]) {
    assert.match(
      await failing({ a: { b: [value] } }),
      /island <Show>: its prop "a\.b\[0\]" cannot travel.*plain data/s,
    );
  }
});

Deno.test("a function as a prop is refused by the name of the island and the path of the prop", async () => {
  assert.match(await failing({ onPick: () => {} }), /island <Show>.*"onPick" is a function.*not supported/s);
  assert.match(await failing({ list: [{ act() {} }] }), /"list\[0\]\.act" is a function/);
  assert.match(await failing({ map: new Map([["a", () => {}]]) }), /"map\[a\]" is a function/);
});

Deno.test("an island in another island's own output is a plain component", async () => {
  const Outer = () => (
    <b>
      <Show a={1} />
    </b>
  );
  const app = withSnapshot(new App().route("/", { component: () => <Outer /> }), {
    islands: [...islands, { name: "Outer", url: "/o.js", exports: { default: Outer } }],
  });
  assert.match(await bodyOf(app), /^<!--f:i0--><b><i>show<\/i><\/b><!--\/f:i--><script/);
  assert.equal((await bootData(app)).instances.length, 1);
});

Deno.test("JSX for an island stands between marks, and islands in it are islands", async () => {
  const body = await bodyOf(site(
    <Box>
      <p>
        text <Show a={1} />
      </p>
    </Box>,
  ));
  assert.match(
    body,
    /^<!--f:i0--><div><!--f:s1--><p>text <!--f:i1--><i>show<\/i><!--\/f:i--><\/p><!--\/f:s--><\/div><!--\/f:i--><script/,
  );
});

Deno.test("JSX that the island does not render yet waits in a template, its islands included", async () => {
  const body = await bodyOf(site(
    <Late>
      <p>
        later <Show a={1} />
      </p>
    </Late>,
  ));
  assert.match(body, /^<!--f:i0--><div><\/div><!--\/f:i--><template id="f:s1"><!--f:s1--><p>later <!--f:i1--><i>show/);
});

Deno.test("JSX in any prop, in lists too, gets a slot of its own with its key; text stays text", async () => {
  const app = site(<Show head={<b>x</b>} items={[<p key="k">1</p>, "text", null]} />);
  const { props } = await bootData(app);
  const slots: unknown[] = [];
  reviveProps(props, ((slot: unknown) => slots.push(slot)) as never);
  const text = JSON.stringify(props);
  assert.match(text, /"Slot"/);
  assert.match(text, /"k"/);
  assert.match(await bodyOf(app), /<template id="f:s1">.*<template id="f:s2">/);
});

Deno.test("text between an island's tags is markup and not written twice", async () => {
  const app = site(<Box>between</Box>);
  assert.match(await bodyOf(app), /^<!--f:i0--><div><!--f:s1-->between<!--\/f:s--><\/div><!--\/f:i-->/);
  assert.doesNotMatch(JSON.stringify((await bootData(app)).props), /between/);
});

Deno.test("one piece of JSX may be rendered twice, and given to two islands", async () => {
  const Twice = ({ children }: { children?: ComponentChildren }) => <div>{children}{children}</div>;
  const shared = <u>shared</u>;
  const app = withSnapshot(
    new App().route("/", {
      component: () => (
        <>
          <Twice>{shared}</Twice>
          <Box>{shared}</Box>
        </>
      ),
    }),
    {
      islands: [...islands, { name: "Twice", url: "/t.js", exports: { Twice } }],
    },
  );
  assert.equal((await bodyOf(app)).match(/<!--f:s1--><u>shared<\/u><!--\/f:s-->/g)?.length, 3);
});

Deno.test("Head inside an island moves on the server already", async () => {
  const Titled = () => (
    <p>
      <Head>
        <title>from island</title>
      </Head>
    </p>
  );
  const app = withSnapshot(new App().route("/", { component: () => <Titled /> }), {
    islands: [{ name: "Titled", url: "/t.js", exports: { Titled } }],
  });
  assert.match(await textOf(app, "/"), /<title>from island<\/title><\/head>/);
});

Deno.test("several islands of one file and of several files are told apart", async () => {
  const app = withSnapshot(
    new App().route("/", {
      component: () => (
        <>
          <Show a={1} />
          <Box />
          <Show a={2} />
        </>
      ),
    }),
    { islands },
  );
  const { islands: used, instances } = await bootData(app);
  assert.deepEqual(used.map(([, name]) => name), ["Show", "Box"]);
  assert.deepEqual(instances, [0, 1, 0]);
});

Deno.test("without a build, islands are plain components", async () => {
  assert.equal(await bodyOf(new App().route("/", { component: () => <Show a={1} /> })), "<i>show</i>");
});

Deno.test("island URLs lie below the base path", async () => {
  const app = withSnapshot(new App({ basePath: "/b" }).route("/", { component: () => <Show a={1} /> }), { islands });
  assert.match(
    await textOf(app, "/b"),
    /\["\/b\/_fresh\/js\/b1\/All\.js","Show"\].*src="\/b\/_fresh\/js\/b1\/fresh-runtime.js"/,
  );
});
