import type { PageProps } from "fresh";
import { FlashLine } from "@/components/shell/FlashLine.tsx";
import type { State } from "@/lib/define.ts";

/** What the form before this page had to say stands above it, once. */
export default function Layout({ Component, state }: PageProps<unknown, State>) {
  return (
    <>
      {state.flash && <FlashLine {...state.flash} />}
      <Component />
    </>
  );
}
