import { ChatError } from "@/lib/errors.ts";

/** A square of a picture as people see it, upright, in its own pixels from its upper left corner. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** What the three numbers are called in forms and addresses. */
export const CROP_FIELDS = ["crop_x", "crop_y", "crop_size"] as const;
export type CropField = typeof CROP_FIELDS[number];

const WHOLE = /^\d{1,6}$/;

/** A square from the fields of a form or an address, where "" is as good as absent: all three, or none of them. */
export function readCrop(valueOf: (field: CropField) => string | undefined): Crop | undefined {
  const given = CROP_FIELDS.map((field) => valueOf(field) ?? "");
  if (given.every((value) => value === "")) return undefined;
  const [x = NaN, y = NaN, size = NaN] = given.map((value) => WHOLE.test(value) ? Number(value) : NaN);
  if ([x, y, size].some(Number.isNaN) || size === 0) {
    throw wrongCrop("crop_x, crop_y and crop_size must be whole numbers, given together, crop_size at least 1");
  }
  return { x, y, size };
}

/** Refuses a square that is not within its picture. */
export function checkCrop({ x, y, size }: Crop, width: number, height: number): void {
  if (x + size <= width && y + size <= height) return;
  throw wrongCrop(
    `Cannot crop picture: a square of ${size} at ${x}, ${y} is not within its ${width} × ${height} pixels`,
  );
}

export const wrongCrop = (text: string): ChatError => new ChatError("invalid", { text, field: "crop" });
