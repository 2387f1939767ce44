import { useEffect, useState } from "preact/hooks";
import { Dialog } from "@/components/overlay/Dialog.tsx";
import { MemberRow } from "@/components/people/MemberRow.tsx";
import { listReaders } from "@/lib/client/endpoints.ts";
import { layerText } from "@/lib/i18n/layer_text.ts";
import type { MessageJson, PersonJson } from "@/lib/protocol/messages.ts";
import { useModel } from "./model.ts";
import { useDialog } from "./use_layer.ts";

/** Who has read a message of mine. */
export function ReadersLayer({ message }: { readonly message: MessageJson }) {
  const { chat, desk, reader, viewer } = useModel();
  const text = layerText(reader.value.locale);
  const close = () => desk.layer.value = null;
  const [people, setPeople] = useState<readonly PersonJson[] | null>(null);
  useEffect(() => void listReaders(chat.api, message.id).then(setPeople, close), [message.id]);
  const dialog = useDialog(close);
  return (
    <Dialog
      id="readers"
      title={text("receipt.title")}
      {...dialog}
      actions={<button type="button" class="button" onClick={close}>{text("dialog.close")}</button>}
    >
      <ul class="members" aria-busy={people === null}>
        {people?.map((person) => (
          <MemberRow key={person.id} person={person} viewerId={viewer.id} reader={reader.value} />
        ))}
      </ul>
      {people?.length === 0 && <p>{text("readers.none")}</p>}
    </Dialog>
  );
}
