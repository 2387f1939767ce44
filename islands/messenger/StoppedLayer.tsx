import { Dialog } from "@/components/overlay/Dialog.tsx";
import { liveText } from "@/lib/i18n/live_text.ts";
import { useModel } from "./model.ts";
import { useDialog } from "./use_layer.ts";

/** The server has ended this sign-in; what was written stays in the browser. */
export function StoppedLayer() {
  const text = liveText(useModel().reader.value.locale);
  const dialog = useDialog(() => {});
  const next = encodeURIComponent(location.pathname + location.search);
  return (
    <Dialog
      id="stopped"
      title={text("connection.signed_out")}
      dialogRef={dialog.dialogRef}
      actions={<a class="button primary" href={`/login?next=${next}`}>{text("dialog.sign_in")}</a>}
    >
      <p>{text("connection.signed_out_hint")}</p>
    </Dialog>
  );
}
