import { type Extent, middleOf, moved, resized, type Square } from "./crop.ts";

/** Changes the square by what it was. */
type Change = (next: (before: Square) => Square) => void;

const STEP = 0.01;
const LARGE_STEP = 0.1;
const KEY_ZOOM = 1.1;
const WHEEL_ZOOM = 1.0015;

/** Puts the square where it is, in hundredths of its frame, so that it stays there when the window changes. */
export function place(handle: HTMLElement, { x, y, size }: Square, { width, height }: Extent): void {
  const set = (name: string, share: number) => handle.style.setProperty(name, `${share * 100}%`);
  set("left", x / width);
  set("top", y / height);
  set("width", size / width);
  set("height", size / height);
}

/** What will be shown of the picture. */
export function draw(canvas: HTMLCanvasElement, image: HTMLImageElement, { x, y, size }: Square): void {
  const paper = canvas.getContext("2d");
  if (!paper) return;
  paper.imageSmoothingQuality = "high";
  paper.clearRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, x, y, size, size, 0, 0, canvas.width, canvas.height);
}

/** Where a key takes the square: arrows move it, with Shift further; plus and minus zoom; Home goes back to the middle. Null for others. */
export function press(event: KeyboardEvent, square: Square, picture: Extent): Square | null {
  const isSlider = event.target instanceof HTMLInputElement;
  const step = Math.max(1, Math.max(picture.width, picture.height) * (event.shiftKey ? LARGE_STEP : STEP));
  if (event.key === "+" || event.key === "=") return resized(square, square.size / KEY_ZOOM, picture);
  if (event.key === "-" || event.key === "_") return resized(square, square.size * KEY_ZOOM, picture);
  if (isSlider) return null;
  switch (event.key) {
    case "ArrowLeft":
      return moved(square, -step, 0, picture);
    case "ArrowRight":
      return moved(square, step, 0, picture);
    case "ArrowUp":
      return moved(square, 0, -step, picture);
    case "ArrowDown":
      return moved(square, 0, step, picture);
    case "Home":
      return middleOf(picture);
    default:
      return null;
  }
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Moves and zooms by mouse, finger and pen: dragged anywhere, pressed where its middle shall be, wheel, two fingers. Returns what stops it. */
export function watchSquare(frame: HTMLElement, picture: Extent, change: Change): () => void {
  const stop = new AbortController();
  const fingers = new Map<number, Spot>();
  const scale = () => picture.width / frame.getBoundingClientRect().width;
  const on = <K extends keyof HTMLElementEventMap>(type: K, act: (event: HTMLElementEventMap[K]) => void) =>
    frame.addEventListener(type, act, { signal: stop.signal, passive: false });

  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    frame.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size > 1) return;
    const { left, top } = frame.getBoundingClientRect();
    const at = { x: (event.clientX - left) * scale(), y: (event.clientY - top) * scale() };
    change((before) => isWithin(before, at) ? before : centred(before, at, picture));
  });
  on("pointermove", (event) => {
    const from = fingers.get(event.pointerId);
    if (!from) return;
    const to = { x: event.clientX, y: event.clientY };
    fingers.set(event.pointerId, to);
    const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, spot]) => spot);
    if (other) {
      change((before) => resized(before, before.size * (distance(from, other) / distance(to, other)), picture));
    } else change((before) => moved(before, (to.x - from.x) * scale(), (to.y - from.y) * scale(), picture));
  });
  for (const type of ["pointerup", "pointercancel"] as const) on(type, (event) => void fingers.delete(event.pointerId));
  on("wheel", (event) => {
    event.preventDefault();
    change((before) => resized(before, before.size * WHEEL_ZOOM ** event.deltaY, picture));
  });
  return () => stop.abort();
}

const isWithin = ({ x, y, size }: Square, at: Spot): boolean =>
  at.x >= x && at.y >= y && at.x <= x + size && at.y <= y + size;

const centred = (square: Square, at: Spot, picture: Extent): Square =>
  moved(square, at.x - square.size / 2 - square.x, at.y - square.size / 2 - square.y, picture);

const distance = (one: Spot, two: Spot): number => Math.max(1, Math.hypot(one.x - two.x, one.y - two.y));
