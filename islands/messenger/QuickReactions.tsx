import type { MessageJson } from "@/lib/protocol/messages.ts";
import { useModel } from "./model.ts";
import { react } from "./verbs.ts";

const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

/** Six reactions at hand. */
export function QuickReactions({ message }: { readonly message: MessageJson }) {
  const model = useModel();
  return (
    <div class="quick">
      {QUICK.map((emoji) => {
        const isMine = message.reactions.some((known) =>
          known.emoji === emoji && known.user_ids.includes(model.viewer.id)
        );
        return (
          <button
            key={emoji}
            type="button"
            class="react"
            aria-label={emoji}
            aria-pressed={isMine}
            onClick={() => {
              model.desk.layer.value = null;
              void react(model, message, emoji, !isMine);
            }}
          >
            {emoji}
          </button>
        );
      })}
    </div>
  );
}
