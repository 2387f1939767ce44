import { dirname } from "node:path";
import type { Sharp, SharpOptions } from "sharp";
import { ChatError } from "@/lib/errors.ts";
import { checkCrop, type Crop } from "./crop.ts";
import { roomOf, storageFull } from "./room.ts";

/** Sizes beside the picture itself, by the end of their names in the store. */
export type Variant = "thumb" | "small";
export const VARIANTS: readonly Variant[] = ["thumb", "small"];

export interface MadePicture {
  /** The picture written anew: upright, without camera data, place or whatever else was packed into it. */
  readonly path: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  /** A few pixels as a data URL, shown until the picture is there. */
  readonly blur: string;
  readonly variants: readonly { readonly name: Variant; readonly path: string }[];
}

/** Over all frames. What claims to be more is refused by its header, before anything is decoded. */
const MOST_PIXELS = 50_000_000;
const MOST_FRAMES = 1_000;
const LONGEST_S = 30;
const MESSAGE_EDGES: Readonly<Record<Variant, number>> = { thumb: 360, small: 1_080 };
const AVATAR_EDGES: Readonly<Record<Variant, number>> = { thumb: 96, small: 192 };
const AVATAR_EDGE = 512;
const BLUR_EDGE = 16;

/** Loaded with the first picture: a server that sees none does without its memory. */
let loading: Promise<(input: string, options?: SharpOptions) => Sharp> | undefined;
const load = () =>
  loading ??= import("sharp").then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });

export interface PicturePurpose {
  /** By its content. */
  readonly mime: string;
  readonly purpose: "message" | "avatar";
  /** Of an avatar; its middle when absent. */
  readonly crop?: Crop;
}

/** A picture with its sizes, in files beside the source; null when its bytes cannot be decoded, which makes it an ordinary file. */
export async function makePicture(
  source: string,
  { mime, purpose, crop }: PicturePurpose,
): Promise<MadePicture | null> {
  const sharp = await load();
  const open = (path: string, animated = false) =>
    sharp(path, { limitInputPixels: MOST_PIXELS, failOn: "error", animated }).timeout({ seconds: LONGEST_S });
  const header = await sharp(source, { limitInputPixels: false }).metadata().catch(() => null);
  if (!header?.width || !header.height) return null;
  refuseBomb(header.width, header.height, header.pages ?? 1);
  if (crop) checkCrop(crop, header.autoOrient.width, header.autoOrient.height);
  const isAnimated = mime === "image/gif" || (mime === "image/webp" && (header.pages ?? 1) > 1);
  const path = `${source}.picture`;
  try {
    const upright = isAnimated && purpose === "message" ? open(source, true) : open(source).rotate();
    const { image, type } = purpose === "avatar"
      ? { image: squared(upright, AVATAR_EDGE, crop), type: "image/webp" }
      : encoded(upright, mime);
    const written = await image.toFile(path);
    const edges = purpose === "avatar" ? AVATAR_EDGES : MESSAGE_EDGES;
    const variants = [];
    for (const name of VARIANTS) {
      const small = `${source}.${name}`;
      const edge = edges[name];
      await open(path).resize({ width: edge, height: edge, fit: "inside", withoutEnlargement: true }).webp({
        quality: 78,
      })
        .toFile(small);
      variants.push({ name, path: small });
    }
    const tiny = await open(path).resize({ width: BLUR_EDGE, height: BLUR_EDGE, fit: "inside" }).webp({ quality: 30 })
      .toBuffer();
    return {
      path,
      mime: type,
      width: written.width,
      height: written.pageHeight ?? written.height,
      blur: `data:image/webp;base64,${tiny.toString("base64")}`,
      variants,
    };
  } catch (cause) {
    // What can be decoded could not be written: as an ordinary file it would keep the place it was taken at.
    if (!await canDecode(open(source))) return null;
    if (await roomOf(dirname(source)) <= 0) throw storageFull(cause);
    throw new ChatError("unavailable", { text: "The picture could not be written", field: "file", cause });
  }
}

const canDecode = (image: Sharp): Promise<boolean> => image.resize(8, 8).raw().toBuffer().then(() => true, () => false);

/** What `makePicture` may have left beside a source. */
export const leftoversOf = (source: string): readonly string[] =>
  ["picture", ...VARIANTS].map((ending) => `${source}.${ending}`);

function refuseBomb(width: number, height: number, frames: number): void {
  const pixels = width * height * frames;
  if (pixels <= MOST_PIXELS && frames <= MOST_FRAMES) return;
  const what = frames > MOST_FRAMES
    ? `${frames.toLocaleString("en")} frames, at most ${MOST_FRAMES.toLocaleString("en")}`
    : `${pixels.toLocaleString("en")} pixels, at most ${MOST_PIXELS.toLocaleString("en")}`;
  throw new ChatError("too_large", { text: `Cannot take picture: it has ${what}`, field: "file" });
}

const squared = (image: Sharp, edge: number, crop?: Crop): Sharp =>
  (crop ? image.extract({ left: crop.x, top: crop.y, width: crop.size, height: crop.size }) : image)
    .resize({ width: edge, height: edge, fit: "cover", position: "centre" }).webp({ quality: 85 });

/** The same kind of picture, but for AVIF, which takes too long to write. */
function encoded(image: Sharp, mime: string): { image: Sharp; type: string } {
  switch (mime) {
    case "image/png":
      return { image: image.png(), type: mime };
    case "image/gif":
      return { image: image.gif(), type: mime };
    case "image/jpeg":
      return { image: image.jpeg({ quality: 88 }), type: mime };
    default:
      return { image: image.webp({ quality: 85 }), type: "image/webp" };
  }
}
