import type { Presence } from "@/lib/protocol/messages.ts";

/** Told apart by shape as well as colour; the words stand elsewhere. */
export function PresenceDot({ presence }: { readonly presence: Presence }) {
  return <i class={`dot ${presence}`} />;
}
