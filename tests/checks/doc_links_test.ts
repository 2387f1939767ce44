import assert from "node:assert/strict";
import { findMentions } from "./doc_links.ts";

Deno.test("links and paths in backticks are found with their line; addresses, examples and patterns are not", () => {
  const text = [
    "See [the map](docs/architecture.md#map) and ![](shot.png), not [this](https://example.org/a.ts) or [that](#x).",
    "`lib/chat/send_message.ts` sends; `routes/c/[id].tsx` shows; `lib/<name>.ts`, `tests/*.ts` and `a.ts` say nothing.",
    "```ts",
    "import { x } from `lib/gone.ts`;",
    "```",
    '<img src="docs/chat.png">',
  ].join("\n");
  assert.deepEqual(findMentions(text), [
    { path: "docs/architecture.md", line: 1, isLink: true },
    { path: "shot.png", line: 1, isLink: true },
    { path: "lib/chat/send_message.ts", line: 2, isLink: false },
    { path: "routes/c/[id].tsx", line: 2, isLink: false },
    { path: "docs/chat.png", line: 6, isLink: true },
  ]);
});
