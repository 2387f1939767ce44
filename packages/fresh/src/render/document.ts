import { type FunctionComponent, h } from "preact";
import { renderToString } from "preact-render-to-string";
import { type Context, internals } from "../context.ts";
import type { Snapshot } from "../snapshot.ts";
import { traceparent } from "../tracing.ts";
import { HeadTags } from "./head_tags.ts";
import "./hooks.ts";
import { islandRegistry } from "./island_registry.ts";
import { serializeProps } from "./serialize.ts";
import { RenderState, withRenderState } from "./state.ts";

/** A finished page, and what its response must say about it. */
export interface RenderedDocument {
  readonly html: string;
  /** Modules that the browser should fetch early. */
  readonly preloads: readonly string[];
  readonly nonce: string;
}

/** Renders `content` to a whole document, with its head elements and the data that its islands need. */
export function renderDocument(
  ctx: Context<unknown>,
  content: FunctionComponent,
  css: readonly string[],
): RenderedDocument {
  const { snapshot } = internals(ctx);
  const mark = `f:h${crypto.randomUUID()}:`;
  const state = new RenderState(ctx.url, islandRegistry(snapshot), new HeadTags(mark));
  for (const href of css) {
    state.head.take({ type: "link", props: { rel: "stylesheet", href }, key: href }, "moved");
  }
  const parent = traceparent();
  if (parent) {
    state.head.take({ type: "meta", props: { name: "traceparent", content: parent }, key: null }, "moved");
  }

  const base = ctx.config.basePath;
  return withRenderState(state, () => {
    const markup = withDocumentElements(renderBody(content), state);
    const preloads = state.instances.length > 0
      ? [base + snapshot.entry, ...new Set(state.instances.map(({ island }) => base + island.url))]
      : [];
    const scripts = reloadScript(snapshot, base) +
      bootScripts(snapshot, state, base);
    const html = `<!DOCTYPE html>${insertBefore(state.head.fill(markup), "</body>", scripts)}`;
    return { html, preloads, nonce: state.nonce };
  });
}

function renderBody(content: FunctionComponent): string {
  try {
    return renderToString(h(content, null));
  } catch (error) {
    // Hooks of another copy look for the component that is being rendered, and find none.
    if (!(error instanceof TypeError) || !error.message.includes("__H")) {
      throw error;
    }
    throw new Error(
      "Cannot render: a component uses hooks of a second copy of Preact. Import preact and what builds on it only by " +
        "the names in deno.json, and keep one version of it (see `deno info` and node_modules/.deno/preact@*)",
      { cause: error },
    );
  }
}

function withDocumentElements(markup: string, { documentElements: has, head }: RenderState): string {
  const newHead = () => `<head><meta charset="utf-8">${head.renderMoved()}</head>`;
  if (!has.has("html")) {
    const body = has.has("body") ? markup : has.has("head") ? bodyAfterHead(markup) : `<body>${markup}</body>`;
    return `<html>${has.has("head") ? "" : newHead()}${body}</html>`;
  }
  const withHead = has.has("head") ? markup : markup.replace(/<html(?:"[^"]*"|[^">])*>/, (tag) => tag + newHead());
  if (has.has("body")) return withHead;
  return insertBefore(bodyAfterHead(withHead), "</html>", "").replace(/<\/html><\/body>$/, "</body></html>");
}

function bodyAfterHead(markup: string): string {
  return `${markup.replace("</head>", () => "</head><body>")}</body>`;
}

function insertBefore(html: string, tag: string, text: string): string {
  const at = html.lastIndexOf(tag);
  return at < 0 ? html + text : html.slice(0, at) + text + html.slice(at);
}

function reloadScript(snapshot: Snapshot, base: string): string {
  return snapshot.reload ? `<script type="module" src="${base}${snapshot.reload}"></script>` : "";
}

/** Data first, then the module that reads it: no inline code, so the strictest content policy lets it run. */
function bootScripts(snapshot: Snapshot, state: RenderState, base: string): string {
  if (state.instances.length === 0) return "";
  const used = [...new Set(state.instances.map(({ island }) => island))];
  const boot = JSON.stringify({
    build: snapshot.buildId,
    islands: used.map(({ url, exportName }) => [base + url, exportName]),
    instances: state.instances.map(({ island }) => used.indexOf(island)),
  }).replaceAll("<", "\\u003C");
  const data = `${boot.slice(0, -1)},"props":${serializeProps(state)}}`;
  return `<script type="application/json" id="f:data" nonce="${state.nonce}">${data}</script>` +
    `<script type="module" src="${base}${snapshot.entry}" nonce="${state.nonce}"></script>`;
}
