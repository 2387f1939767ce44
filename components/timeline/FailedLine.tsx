import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";
import type { TimelineMessage } from "../props.ts";

export interface FailedLineProps {
  readonly message: TimelineMessage;
  readonly reader: Reader;
  readonly onRetry?: (message: TimelineMessage) => void;
  readonly onDrop?: (message: TimelineMessage) => void;
}

/** A message that could not be sent keeps its place, with the reason and two ways on. */
export function FailedLine({ message, reader, onRetry, onDrop }: FailedLineProps) {
  const text = liveText(reader.locale);
  return (
    <p class="failed" role="alert">
      <Icon name="circle-alert" size={14} />
      <span>{message.failure ?? text("failed.not_sent")}</span>
      <button type="button" class="plain" onClick={() => onRetry?.(message)}>{text("failed.retry")}</button>
      <button type="button" class="plain" onClick={() => onDrop?.(message)}>{text("failed.delete")}</button>
    </p>
  );
}
