import type { Ref } from "preact";
import { Icon } from "../icons/Icon.tsx";
import { Dialog } from "../overlay/Dialog.tsx";

/** What the dialog says, in the page's language. */
export interface CropWords {
  readonly title: string;
  readonly hint: string;
  readonly square: string;
  /** Of the square's place, with `{left}` and `{top}`. */
  readonly place: string;
  readonly zoom: string;
  readonly nearer: string;
  readonly farther: string;
  readonly preview: string;
  readonly cancel: string;
  readonly use: string;
  readonly again: string;
}

export interface CropDialogProps {
  readonly words: CropWords;
  /** Address of the picture. */
  readonly src: string;
  readonly kind: "person" | "group";
  /** 0 to 100. */
  readonly zoom: number;
  /** How far right and down the square is, in hundredths of the picture. */
  readonly left: number;
  readonly top: number;
  /** False for a picture that is as small as a square may be. */
  readonly mayZoom: boolean;
  readonly dialogRef: Ref<HTMLDialogElement>;
  readonly frameRef: Ref<HTMLDivElement>;
  readonly squareRef: Ref<HTMLDivElement>;
  readonly previewRef: Ref<HTMLCanvasElement>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onZoom: (zoom: number) => void;
  readonly onUse: () => void;
  /** Escape and a click on Cancel. */
  readonly onClose: () => void;
}

/** A picture with the square of it that will be shown. The island moves the square. */
export function CropDialog(props: CropDialogProps) {
  const { words, src, kind, zoom, left, top, onZoom } = props;
  const place = words.place.replace("{left}", String(left)).replace("{top}", String(top));
  return (
    <Dialog
      id="crop"
      title={words.title}
      dialogRef={props.dialogRef}
      onClose={props.onClose}
      actions={
        <>
          <button type="button" class="button" onClick={props.onClose}>{words.cancel}</button>
          <button type="button" class="button primary" onClick={props.onUse}>{words.use}</button>
        </>
      }
    >
      <p class="hint" id="crop-hint">{words.hint}</p>
      <div class="cropstage">
        <div class="cropframe" ref={props.frameRef}>
          <img src={src} alt="" draggable={false} />
          <div
            class={`cropsquare ${shapeOf(kind)}`}
            role="slider"
            tabIndex={0}
            aria-label={words.square}
            aria-describedby="crop-hint"
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={left}
            aria-valuetext={place}
            ref={props.squareRef}
            onKeyDown={props.onKeyDown}
          />
        </div>
      </div>
      <div class="cropzoom">
        <canvas
          class={shapeOf(kind)}
          width={192}
          height={192}
          role="img"
          aria-label={words.preview}
          ref={props.previewRef}
        />
        <button
          type="button"
          class="tool"
          aria-label={words.farther}
          title={words.farther}
          disabled={!props.mayZoom || zoom === 0}
          onClick={() => onZoom(zoom - 10)}
        >
          <Icon name="minus" />
        </button>
        <input
          type="range"
          min={0}
          max={100}
          value={zoom}
          aria-label={words.zoom}
          disabled={!props.mayZoom}
          onInput={(event) => onZoom(Number(event.currentTarget.value))}
          onKeyDown={props.onKeyDown}
        />
        <button
          type="button"
          class="tool"
          aria-label={words.nearer}
          title={words.nearer}
          disabled={!props.mayZoom || zoom === 100}
          onClick={() => onZoom(zoom + 10)}
        >
          <Icon name="plus" />
        </button>
      </div>
    </Dialog>
  );
}

/** People are circles, groups are rounded squares. */
export const shapeOf = (kind: CropDialogProps["kind"]): string => (kind === "person" ? "disc" : "");
