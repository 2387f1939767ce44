import { KeysLayer } from "./KeysLayer.tsx";
import { MenuLayer } from "./MenuLayer.tsx";
import { useModel } from "./model.ts";
import { NoteLayer } from "./NoteLayer.tsx";
import { PaletteLayer } from "./PaletteLayer.tsx";
import { ReactionsLayer } from "./ReactionsLayer.tsx";
import { ReadersLayer } from "./ReadersLayer.tsx";
import { RecallLayer } from "./RecallLayer.tsx";
import { StoppedLayer } from "./StoppedLayer.tsx";

/** What lies over the page: one thing at a time, beside a note that leaves by itself. */
export function Layers() {
  const { desk } = useModel();
  return (
    <>
      <TopLayer key={desk.layer.value?.kind} />
      <NoteLayer />
      <StoppedLayer />
    </>
  );
}

function TopLayer() {
  const layer = useModel().desk.layer.value;
  switch (layer?.kind) {
    case "menu":
      return <MenuLayer message={layer.message} at={layer.at} />;
    case "reactions":
      return <ReactionsLayer message={layer.message} at={layer.at} />;
    case "recall":
      return <RecallLayer message={layer.message} />;
    case "readers":
      return <ReadersLayer message={layer.message} />;
    case "palette":
      return <PaletteLayer />;
    case "keys":
      return <KeysLayer />;
    default:
      return null;
  }
}
