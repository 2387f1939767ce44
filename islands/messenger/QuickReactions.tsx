import { Icon } from "@/components/icons/Icon.tsx";
import type { Spot } from "@/lib/client/desk.ts";
import { layerText } from "@/lib/i18n/layer_text.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import { useModel } from "./model.ts";
import { react } from "./verbs.ts";

const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

export interface QuickReactionsProps {
  readonly message: MessageJson;
  /** Where the menu or the six stand, for what opens in their place. */
  readonly at: Spot | null;
  /** A menu may only have items of its own kind. */
  readonly inMenu?: boolean;
}

/** Six reactions at hand, and the way to all. */
export function QuickReactions({ message, at, inMenu = false }: QuickReactionsProps) {
  const model = useModel();
  const text = layerText(model.reader.value.locale);
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
      <button
        type="button"
        class="react"
        role={inMenu ? "menuitem" : undefined}
        aria-haspopup="dialog"
        aria-label={text("emoji.more")}
        title={text("emoji.more")}
        onClick={() => {
          model.desk.layer.value = {
            kind: "emoji",
            at,
            onChoose: (emoji) => void react(model, message, emoji, true),
          };
        }}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}
