import { Dialog } from "@/components/overlay/Dialog.tsx";
import { layerText } from "@/lib/i18n/layer_text.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import { actingOf } from "./message_acting.ts";
import { useModel } from "./model.ts";
import { useDialog } from "./use_layer.ts";

/** Asks before a message is recalled for everybody. */
export function RecallLayer({ message }: { readonly message: MessageJson }) {
  const { desk, reader } = useModel();
  const text = layerText(reader.value.locale);
  const close = () => desk.layer.value = null;
  const dialog = useDialog(close);
  return (
    <Dialog
      id="recall"
      title={text("recall.title")}
      {...dialog}
      actions={
        <>
          <button type="button" class="button" onClick={close}>{text("dialog.cancel")}</button>
          <button
            type="button"
            class="button danger"
            onClick={() => {
              close();
              void actingOf(message.conversation_id)?.recall(message);
            }}
          >
            {text("recall.do")}
          </button>
        </>
      }
    >
      <p>{text("recall.line")}</p>
    </Dialog>
  );
}
