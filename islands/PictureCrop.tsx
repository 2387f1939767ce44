import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { CropDialog, type CropWords, shapeOf } from "@/components/forms/CropDialog.tsx";
import { draw, place, press, watchSquare } from "@/lib/client/crop_view.ts";
import { type Extent, largest, middleOf, resized, sizeAt, type Square, zoomOf } from "@/lib/client/crop.ts";

export interface PictureCropProps {
  /** The id of the field that the picture is chosen in. */
  readonly field: string;
  readonly kind: "person" | "group";
  readonly words: CropWords;
}

/** What was chosen, as the browser shows it. */
interface Chosen {
  readonly image: HTMLImageElement;
  readonly url: string;
  readonly name: string;
}

/**
 * The square of a chosen picture, for a form with a field for one. Without script, and for what this browser cannot show,
 * the fields stay empty: then the server takes the square in the middle, or says what is wrong.
 */
export function PictureCrop({ field, kind, words }: PictureCropProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [square, setSquare] = useState<Square | null>(null);
  const [isOpen, setOpen] = useState(false);
  const preview = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const input = document.getElementById(field);
    if (!(input instanceof HTMLInputElement)) return;
    const stop = new AbortController();
    const take = async () => {
      const file = input.files?.[0];
      const next = file ? await load(file) : null;
      if (stop.signal.aborted || input.files?.[0] !== file) return;
      setChosen((before) => {
        if (before) URL.revokeObjectURL(before.url);
        return next;
      });
      setSquare(null);
      setOpen(next !== null);
    };
    input.addEventListener("change", () => void take(), { signal: stop.signal });
    // Something may have been chosen before the page lived.
    void take();
    return () => stop.abort();
  }, [field]);

  useLayoutEffect(() => {
    if (chosen && square && preview.current) draw(preview.current, chosen.image, square);
  }, [chosen, square]);

  const cancel = () => {
    setOpen(false);
    if (square) return;
    const input = document.getElementById(field);
    if (input instanceof HTMLInputElement) input.value = "";
    setChosen(null);
  };
  return (
    <>
      <input type="hidden" name="crop_x" value={square?.x ?? ""} />
      <input type="hidden" name="crop_y" value={square?.y ?? ""} />
      <input type="hidden" name="crop_size" value={square?.size ?? ""} />
      {chosen && square && (
        <p class="cropped">
          <canvas class={shapeOf(kind)} width={128} height={128} role="img" aria-label={words.preview} ref={preview} />
          <button type="button" class="button small" onClick={() => setOpen(true)}>{words.again}</button>
        </p>
      )}
      {isOpen && chosen && (
        <Cropper
          chosen={chosen}
          first={square ?? middleOf(extentOf(chosen.image))}
          {...{ field, kind, words }}
          onClose={cancel}
          onUse={(next) => {
            setSquare(next);
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

interface CropperProps extends PictureCropProps {
  readonly chosen: Chosen;
  readonly first: Square;
  readonly onUse: (square: Square) => void;
  readonly onClose: () => void;
}

function Cropper({ chosen: { image, url }, first, field, kind, words, onUse, onClose }: CropperProps) {
  const [square, setSquare] = useState(first);
  const dialog = useRef<HTMLDialogElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const preview = useRef<HTMLCanvasElement>(null);
  const isOver = useRef(false);
  const picture = extentOf(image);
  const change = (next: (before: Square) => Square) => setSquare(next);

  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    const back = before === document.body ? document.getElementById(field) : before;
    element?.showModal();
    handle.current?.focus();
    return () => {
      isOver.current = true;
      // As long as it is open nothing else can have the focus.
      element?.close();
      if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    };
  }, []);
  useLayoutEffect(() => frame.current ? watchSquare(frame.current, picture, change) : undefined, []);
  useLayoutEffect(() => {
    if (handle.current) place(handle.current, square, picture);
    if (preview.current) draw(preview.current, image, square);
  }, [square]);

  return (
    <CropDialog
      words={words}
      src={url}
      kind={kind}
      zoom={zoomOf(square, picture)}
      left={percent(square.x, picture.width - square.size)}
      top={percent(square.y, picture.height - square.size)}
      mayZoom={largest(picture) > sizeAt(100, picture)}
      dialogRef={dialog}
      frameRef={frame}
      squareRef={handle}
      previewRef={preview}
      onKeyDown={(event) => {
        const next = press(event, square, picture);
        if (event.key === "Enter") onUse(square);
        else if (next) setSquare(next);
        else return;
        event.preventDefault();
      }}
      onZoom={(zoom) => setSquare(resized(square, sizeAt(Math.min(100, Math.max(0, zoom)), picture), picture))}
      onUse={() => onUse(square)}
      onClose={() => isOver.current || onClose()}
    />
  );
}

const extentOf = (image: HTMLImageElement): Extent => ({ width: image.naturalWidth, height: image.naturalHeight });

const percent = (value: number, most: number): number => most === 0 ? 50 : Math.round((100 * value) / most);

/** The picture as this browser turns it, or null when it shows none. */
async function load(file: File): Promise<Chosen | null> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  const isShown = await image.decode().then(() => image.naturalWidth > 0, () => false);
  if (isShown) return { image, url, name: file.name };
  URL.revokeObjectURL(url);
  return null;
}
