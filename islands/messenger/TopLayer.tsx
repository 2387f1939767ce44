import { EmojiLayer } from "./EmojiLayer.tsx";
import { KeysLayer } from "./KeysLayer.tsx";
import { MenuLayer } from "./MenuLayer.tsx";
import { useModel } from "./model.ts";
import { PaletteLayer } from "./PaletteLayer.tsx";
import { PictureLayer } from "./PictureLayer.tsx";
import { ReactionsLayer } from "./ReactionsLayer.tsx";
import { ReadersLayer } from "./ReadersLayer.tsx";
import { RecallLayer } from "./RecallLayer.tsx";
import { StoppedLayer } from "./StoppedLayer.tsx";

/** The one thing that lies over the page. */
export function TopLayer() {
  const { chat, desk } = useModel();
  const layer = desk.layer.value;
  if (chat.connection.state.value === "stopped") return <StoppedLayer />;
  switch (layer?.kind) {
    case "menu":
      return <MenuLayer key={layer.message.id} message={layer.message} at={layer.at} />;
    case "reactions":
      return <ReactionsLayer key={layer.message.id} message={layer.message} at={layer.at} />;
    case "emoji":
      return <EmojiLayer at={layer.at} onChoose={layer.onChoose} />;
    case "recall":
      return <RecallLayer message={layer.message} />;
    case "readers":
      return <ReadersLayer message={layer.message} />;
    case "picture":
      return <PictureLayer href={layer.href} />;
    case "palette":
      return <PaletteLayer />;
    case "keys":
      return <KeysLayer />;
    default:
      return null;
  }
}
