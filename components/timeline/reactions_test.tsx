import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import type { TimelineMessage } from "../props.ts";
import { Reactions } from "./Reactions.tsx";

const reader = { locale: "en", clock: "auto", timeZone: "UTC", now: 0 } as const;
const EMOJI = [..."👍😂🎉😮😢👀🙏🔥✅🚢🌊"];

function shown(count: number): { readonly open: number; readonly rest: number; readonly more: string | undefined } {
  const reactions = EMOJI.slice(0, count).map((emoji) => ({ emoji, user_ids: ["a"] }));
  const message = { id: "m", reactions } as unknown as TimelineMessage;
  const html = render(<Reactions message={message} viewerId="b" reader={reader} people={{}} />);
  const [open = "", rest = ""] = html.split('class="rest"');
  const buttons = (part: string) => part.match(/<button/g)?.length ?? 0;
  return { open: buttons(open), rest: buttons(rest), more: /\+(\d+)/.exec(html)?.[1] };
}

Deno.test("reactions beyond two rows are behind a count of them, and never one alone", () => {
  assert.deepEqual(shown(3), { open: 3, rest: 0, more: undefined });
  assert.deepEqual(shown(10), { open: 10, rest: 0, more: undefined });
  assert.deepEqual(shown(11), { open: 9, rest: 2, more: "2" });
});
