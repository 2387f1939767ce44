import type { TimelineMessage } from "@/components/props.ts";
import { aisha, mei, message, noor, tomas, xiaoyu } from "./example.ts";

const WHEN = "2025-11-22T09:12:00.000Z";
const EMOJI = ["👍", "❤️", "😂", "🎉", "😮", "😢", "👀", "🙏", "🔥", "✅", "🚢", "🌊", "⚓"];
const CODE = 'Both were `null`:\n```ts\n// was: return\nif (now - lastPong > DEAD_MS) conn.close(4008, "slow");\n```';
const MARKDOWN =
  "**Bold**, *light*, ~~gone~~ and https://example.org\n\n> quoted\n\n1. first\n2. second\n\n- [x] done\n- [ ] open";

/** One message in each state that a message can be in. */
export function messageStates(kind: "group" | "direct"): readonly TimelineMessage[] {
  const make = (from: typeof mei, content: string, more: Partial<TimelineMessage> = {}): TimelineMessage => ({
    ...message(`parts-${kind}`, from, WHEN, content, more),
    ...more,
  });
  const quote = {
    id: "q",
    seq: 1,
    sender_id: aisha.id,
    content: "Error rate is 0.02 %",
    message_type: "text",
  } as const;
  return [
    make(aisha, MARKDOWN),
    make(xiaoyu, CODE),
    make(mei, "👍🏽"),
    make(tomas, "An answer", { reply_to: { ...quote, is_deleted: false } }),
    make(tomas, "To what was recalled", { reply_to: { ...quote, content: "", is_deleted: true } }),
    make(tomas, "To what I have hidden", { reply_to: { ...quote, content: "", is_deleted: false, is_hidden: true } }),
    make(noor, "Many reactions", {
      reactions: EMOJI.map((emoji, index) => ({ emoji, user_ids: index % 3 === 0 ? [mei.id, noor.id] : [noor.id] })),
    }),
    make(mei, "Edited", { edited_at: WHEN }),
    make(mei, "", { is_deleted: true }),
    make(mei, "Waiting", { state: "queued" }),
    make(mei, "On its way", { state: "sending" }),
    make(mei, "Refused", { state: "failed", failure: "You are no longer a member." }),
    make(mei, Array.from({ length: 30 }, (_, line) => `Line ${line + 1}`).join("\n")),
    make(aisha, "مرحبا بكم، كيف الحال؟"),
    make(aisha, "", {
      data: {
        attachments: [{ id: "f", name: "水文报告-11月.pdf", size: 820_000, mime: "application/pdf", url: "/files/f" }],
      },
    }),
  ];
}
