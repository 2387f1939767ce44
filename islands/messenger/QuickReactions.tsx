import type { MessageJson } from "@/lib/protocol/messages.ts";
import { useModel } from "./model.ts";
import { react } from "./verbs.ts";

const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

export interface QuickReactionsProps {
  readonly message: MessageJson;
  /** A menu may only have items of its own kind. */
  readonly inMenu?: boolean;
}

/** Six reactions at hand. */
export function QuickReactions({ message, inMenu = false }: QuickReactionsProps) {
  const model = useModel();
  return (
    <div class="sixreacts" role="group">
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
            role={inMenu ? "menuitemcheckbox" : undefined}
            aria-checked={inMenu ? isMine : undefined}
            aria-pressed={inMenu ? undefined : isMine}
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
