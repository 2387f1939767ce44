import { Icon } from "../icons/Icon.tsx";

export interface FlashLineProps {
  readonly kind: "done" | "error";
  readonly text: string;
}

/** What a form had to say, above the page that follows it. */
export function FlashLine({ kind, text }: FlashLineProps) {
  return (
    <p class={`flash ${kind}`} role={kind === "error" ? "alert" : "status"}>
      <Icon name={kind === "done" ? "circle-check" : "circle-alert"} />
      {text}
    </p>
  );
}
