import { useEffect, useMemo } from "preact/hooks";
import { type PackedMessengerProps, unpackMessenger } from "@/components/messenger/pack.ts";
import { Layers } from "./messenger/Layers.tsx";
import { LiveRegion } from "./messenger/LiveRegion.tsx";
import { makeModel, ModelProvider } from "./messenger/model.ts";
import { Shell } from "./messenger/Shell.tsx";
import { startModel } from "./messenger/start.ts";

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
