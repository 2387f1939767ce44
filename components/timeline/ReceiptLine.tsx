import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { GroupReceipt, TimelineMessage } from "../props.ts";
import { Tick } from "./Tick.tsx";

export interface ReceiptLineProps {
  readonly message: TimelineMessage;
  readonly receipt: GroupReceipt;
  readonly reader: Reader;
  readonly onShowReaders?: (message: TimelineMessage) => void;
}

/** Under my newest message of a group: how many have read it. A link to the list of them. */
export function ReceiptLine({ message, receipt, reader, onShowReaders }: ReceiptLineProps) {
  const text = liveText(reader.locale);
  const { state, readers, others } = receipt;
  const words = state === "read" ? text("receipt.read_by", { readers, others }) : text(`tick.${state}`);
  return (
    <a
      class="receipt"
      href={`/m/${message.id}/readers`}
      onClick={onShowReaders && ((event) => {
        event.preventDefault();
        onShowReaders(message);
      })}
    >
      <Tick state={state} /> {words}
    </a>
  );
}
