import { type FunctionComponent, h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Context } from "../context.ts";
import { OWN, type Snapshot } from "../snapshot.ts";
import { traceparent } from "../tracing.ts";
import "./hooks.ts";
import { islandRegistry } from "./islands.ts";
import { hereOf } from "./links.ts";
import { serializeProps } from "./serialize.ts";
import { type IslandRegistry, RenderState, withRenderState } from "./state.ts";

const registries = new WeakMap<Snapshot, IslandRegistry>();

type RenderedDocument = { html: string; preloads: string[] };

/** Renders `content` to a whole document: its HTML, and the modules that the browser should fetch early. */
export function renderDocument(ctx: Context<unknown>, content: FunctionComponent): RenderedDocument {
  const { snapshot, nonce = crypto.randomUUID().replaceAll("-", "") } = ctx[OWN];
  const base = ctx.config.basePath;
  const islands = registries.get(snapshot) ?? islandRegistry(snapshot);
  registries.set(snapshot, islands);
  const state = new RenderState(hereOf(ctx.url), islands, nonce);
  const parent = traceparent();
  if (parent) state.head.take({ type: "meta", props: { name: "traceparent", content: parent }, key: null }, "moved");

  return withRenderState(state, () => {
    const markup = state.head.fill(withDocumentElements(renderBody(content), state.documentElements));
    const urls = [snapshot.entry, ...new Set(state.instances.map(({ island }) => island.url))];
    const reload = snapshot.reload ? `<script type="module" src="${base}${snapshot.reload}"></script>` : "";
    const scripts = state.instances.length > 0 ? reload + bootScripts(snapshot, state, base) : reload;
    const end = scripts === "" ? markup.length : markup.lastIndexOf("</body>"); // a search costs a page a tenth
    ctx[OWN].nonce = nonce;
    const html = `<!DOCTYPE html>${markup.slice(0, end)}${scripts}${markup.slice(end)}`;
    return { html, preloads: urls.length > 1 ? urls.map((url) => base + url) : [] };
  });
}

function renderBody(content: FunctionComponent): string {
  try {
    return renderToString(h(content, null));
  } catch (error) {
    // Hooks of another copy look for the component that is being rendered, and find none.
    if (!(error instanceof TypeError) || !error.message.includes("__H")) throw error;
    throw new Error(
      "Cannot render: a component uses hooks of a second copy of Preact. Import preact and what builds on it only by " +
        "the names in deno.json, and keep one version of it (see node_modules/.deno/preact@*)",
      { cause: error },
    );
  }
}

/** Supplies `<html>`, `<head>` and `<body>` where the page has none. */
function withDocumentElements(markup: string, has: ReadonlySet<string>): string {
  if (has.size === 3) return markup;
  const newHead = has.has("head") ? "" : `<head><meta charset="utf-8"></head>`;
  const html = has.has("html") ? markup : `<html>${markup}</html>`;
  const [, start = "", inner = ""] = /^(.*?<html(?:"[^"]*"|[^">])*>)(.*)<\/html>$/s.exec(html) ?? [];
  if (has.has("body")) return `${start}${newHead}${inner}</html>`;
  const bodyAt = has.has("head") ? inner.indexOf("</head>") + "</head>".length : 0;
  return `${start}${newHead}${inner.slice(0, bodyAt)}<body>${inner.slice(bodyAt)}</body></html>`;
}

/** Data first, then the module that reads it: no inline code, so the strictest content policy lets it run. */
function bootScripts({ buildId, entry }: Snapshot, state: RenderState, base: string): string {
  const { instances, nonce } = state;
  const used = [...new Set(instances.map(({ island }) => island))];
  const islands = used.map(({ url, exportName }) => [base + url, exportName]);
  const boot = JSON.stringify({ buildId, islands, instances: instances.map(({ island }) => used.indexOf(island)) });
  const data = `${boot.slice(0, -1).replaceAll("<", "\\u003C")},"props":${serializeProps(state)}}`;
  return `<script type="application/json" id="f:data" nonce="${nonce}">${data}</script>` +
    `<script type="module" src="${base}${entry}" nonce="${nonce}"></script>`;
}
