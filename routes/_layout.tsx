import type { PageProps } from "fresh";
import { Icon } from "@/components/icons/Icon.tsx";
import type { State } from "@/lib/define.ts";

/** What the form before this page had to say stands above it, once. */
export default function Layout({ Component, state }: PageProps<unknown, State>) {
  const { flash } = state;
  return (
    <>
      {flash && (
        <p class={`flash ${flash.kind}`} role={flash.kind === "error" ? "alert" : "status"}>
          <Icon name={flash.kind === "done" ? "circle-check" : "circle-alert"} />
          {flash.text}
        </p>
      )}
      <Component />
    </>
  );
}
