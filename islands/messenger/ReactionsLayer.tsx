import { useLayoutEffect } from "preact/hooks";
import type { Spot } from "@/lib/client/desk.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import { useModel } from "./model.ts";
import { QuickReactions } from "./QuickReactions.tsx";
import { useFloating } from "./use_layer.ts";

/** A reaction to choose. */
export function ReactionsLayer({ message, at }: { readonly message: MessageJson; readonly at: Spot | null }) {
  const { reader } = useModel();
  const holder = useFloating(at);
  useLayoutEffect(() => holder.current?.querySelector("button")?.focus(), []);
  return (
    <section class="float" aria-label={liveText(reader.value.locale)("message.react")} ref={holder}>
      <div class="menu">
        <QuickReactions message={message} at={at} />
      </div>
    </section>
  );
}
