import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "@/components/icons/Icon.tsx";
import { layerText } from "@/lib/i18n/layer_text.ts";
import { useModel } from "./model.ts";
import { useDialog } from "./use_layer.ts";

interface Shown {
  readonly href: string;
  readonly name: string;
}

const SWIPE_PX = 48;

/** The pictures of the open conversation as they stand on the page, one at a time, as large as the window allows. */
export function PictureLayer({ href }: { readonly href: string }) {
  const { desk, reader } = useModel();
  const text = layerText(reader.value.locale);
  const close = () => desk.layer.value = null;
  const [pictures] = useState(picturesOnPage);
  const [at, setAt] = useState(() => Math.max(0, pictures.findIndex((picture) => picture.href === href)));
  const [isZoomed, setZoomed] = useState(false);
  const { dialogRef, onClose } = useDialog(close);
  const touchedAt = useRef<number | null>(null);
  const go = (by: number) => {
    setZoomed(false);
    setAt((before) => Math.min(pictures.length - 1, Math.max(0, before + by)));
  };
  useEffect(() => {
    const stop = new AbortController();
    document.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") go(-1);
      if (event.key === "ArrowRight") go(1);
      if (event.key === "+" || event.key === "=") setZoomed(true);
      if (event.key === "-") setZoomed(false);
    }, { signal: stop.signal });
    return () => stop.abort();
  }, []);
  const shown = pictures[at];
  if (!shown) return null;
  return (
    <dialog class="viewer" aria-label={shown.name} ref={dialogRef} onClose={onClose}>
      <header>
        <p class="cut">{shown.name}</p>
        <a class="tool" href={`${shown.href}?download`} download={shown.name} aria-label={text("file.download")}>
          <Icon name="download" />
        </a>
        <button type="button" class="tool" aria-label={text("dialog.close")} onClick={close}>
          <Icon name="x" />
        </button>
      </header>
      <div
        class={isZoomed ? "stage zoomed" : "stage"}
        onClick={(event) => event.target === event.currentTarget && close()}
        onTouchStart={(event) =>
          touchedAt.current = event.touches.length === 1 ? event.touches[0]?.clientX ?? null : null}
        onTouchEnd={(event) => {
          const moved = (event.changedTouches[0]?.clientX ?? 0) - (touchedAt.current ?? NaN);
          if (!isZoomed && Math.abs(moved) > SWIPE_PX) go(moved > 0 ? -1 : 1);
        }}
      >
        <img key={shown.href} src={shown.href} alt={shown.name} onClick={() => setZoomed(!isZoomed)} />
      </div>
      {pictures.length > 1 && (
        <footer>
          <button
            type="button"
            class="tool"
            disabled={at === 0}
            aria-label={text("viewer.previous")}
            onClick={() => go(-1)}
          >
            <Icon name="arrow-left" />
          </button>
          <span>{at + 1} / {pictures.length}</span>
          <button
            type="button"
            class="tool next"
            disabled={at === pictures.length - 1}
            aria-label={text("viewer.next")}
            onClick={() => go(1)}
          >
            <Icon name="arrow-left" />
          </button>
        </footer>
      )}
    </dialog>
  );
}

const picturesOnPage = (): readonly Shown[] =>
  [...document.querySelectorAll<HTMLAnchorElement>(".timeline a.picture")].map((link) => ({
    href: link.pathname,
    name: link.querySelector<HTMLImageElement>("img:not(.blur)")?.alt ?? "",
  }));
