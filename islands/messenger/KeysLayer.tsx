import { Dialog } from "@/components/overlay/Dialog.tsx";
import { KeyList } from "@/components/settings/KeyList.tsx";
import { layerText } from "@/lib/i18n/layer_text.ts";
import { useModel } from "./model.ts";
import { useDialog } from "./use_layer.ts";

/** All keys in one list. */
export function KeysLayer() {
  const { desk, reader } = useModel();
  const text = layerText(reader.value.locale);
  const close = () => desk.layer.value = null;
  const dialog = useDialog(close);
  return (
    <Dialog
      id="keys"
      title={text("keys.title")}
      {...dialog}
      actions={<button type="button" class="button" onClick={close}>{text("dialog.close")}</button>}
    >
      <KeyList reader={reader.value} dense />
    </Dialog>
  );
}
