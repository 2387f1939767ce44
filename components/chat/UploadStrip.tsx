import { layerText } from "@/lib/i18n/layer_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";

export interface UploadTile {
  readonly key: number;
  readonly name: string;
  /** Of a picture that is whole. */
  readonly thumb: string | null;
  /** 0 to 1. */
  readonly progress: number;
  readonly state: "sending" | "done" | "failed";
  /** Why it failed, and whether trying again can help. */
  readonly problem: string;
  readonly mayRetry: boolean;
}

export interface UploadStripProps {
  readonly tiles: readonly UploadTile[];
  readonly reader: Reader;
  readonly onRemove: (key: number) => void;
  readonly onRetry: (key: number) => void;
}

/** The files that go with the next message, above its field. */
export function UploadStrip({ tiles, reader, onRemove, onRetry }: UploadStripProps) {
  const text = layerText(reader.locale);
  return (
    <ul class="uploads" aria-label={text("upload.files")}>
      {tiles.map((tile) => (
        <li class={`upload ${tile.state}`} key={tile.key}>
          <span class="face" title={tile.name}>
            {tile.thumb
              ? <img src={tile.thumb} alt="" />
              : <Icon name={tile.state === "failed" ? "circle-alert" : "file-text"} />}
            {tile.state === "sending" && <Ring progress={tile.progress} name={tile.name} />}
          </span>
          <span class="cut">{tile.name}</span>
          {tile.problem !== "" && <span class="problem" role="alert">{tile.problem}</span>}
          {tile.mayRetry && (
            <button
              type="button"
              class="tool"
              aria-label={text("upload.retry", { name: tile.name })}
              onClick={() => onRetry(tile.key)}
            >
              <Icon name="rotate-cw" size={16} />
            </button>
          )}
          <button
            type="button"
            class="tool"
            aria-label={text("upload.remove", { name: tile.name })}
            onClick={() => onRemove(tile.key)}
          >
            <Icon name="x" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Ring({ progress, name }: { readonly progress: number; readonly name: string }) {
  const percent = Math.round(progress * 100);
  return (
    <svg
      class="progress"
      viewBox="0 0 36 36"
      role="progressbar"
      aria-label={name}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <circle cx="18" cy="18" r="15" />
      <circle cx="18" cy="18" r="15" pathLength={100} stroke-dasharray={`${percent} 100`} />
    </svg>
  );
}
