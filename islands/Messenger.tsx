import { useEffect, useMemo } from "preact/hooks";
import { type PackedMessengerProps, unpackMessenger } from "@/components/messenger/pack.ts";
import { Layers } from "./parts/Layers.tsx";
import { LiveRegion } from "./parts/LiveRegion.tsx";
import { makeModel, ModelProvider } from "./parts/model.ts";
import { Shell } from "./parts/Shell.tsx";
import { startModel } from "./parts/start.ts";

/** The signed-in chat: list, messages and details, rendered by the server and then kept true. */
export function Messenger(packed: PackedMessengerProps) {
  const model = useMemo(() => makeModel(unpackMessenger(packed)), []);
  useEffect(() => startModel(model), [model]);
  return (
    <ModelProvider value={model}>
      <Shell />
      <Layers />
      <LiveRegion />
    </ModelProvider>
  );
}
