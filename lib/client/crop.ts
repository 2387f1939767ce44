/** A square of a picture, in the picture's own pixels. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A smaller square would be shown larger than it is. */
const LEAST_PX = 64;

export const largest = ({ width, height }: Extent): number => Math.min(width, height);

export const smallest = (picture: Extent): number => Math.min(LEAST_PX, largest(picture));

/** As large as the picture allows, in its middle. */
export function middleOf(picture: Extent): Square {
  const size = largest(picture);
  return { x: Math.floor((picture.width - size) / 2), y: Math.floor((picture.height - size) / 2), size };
}

/** The square moved, and kept within the picture. */
export const moved = ({ x, y, size }: Square, byX: number, byY: number, picture: Extent): Square => ({
  x: within(x + byX, picture.width - size),
  y: within(y + byY, picture.height - size),
  size,
});

/** The square with another size around the same middle, as far as the picture allows. */
export function resized({ x, y, size }: Square, to: number, picture: Extent): Square {
  const next = Math.round(Math.min(largest(picture), Math.max(smallest(picture), to)));
  const shift = (size - next) / 2;
  return moved({ x, y, size: next }, shift, shift, picture);
}

/** How near the picture is, from 0, all of it, to 100. Each step is the same share nearer. */
export function zoomOf({ size }: Square, picture: Extent): number {
  const range = Math.log(largest(picture) / smallest(picture));
  return range === 0 ? 0 : Math.round(100 * Math.log(largest(picture) / size) / range);
}

export const sizeAt = (zoom: number, picture: Extent): number =>
  largest(picture) * (smallest(picture) / largest(picture)) ** (zoom / 100);

const within = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)));
