const MOST_CHARACTERS = 150;
/** Controls, and marks that turn the direction of what follows: with those "exe.txt" can be shown for "txt.exe". */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const PATH_OR_RESERVED = /[\\/:*?"<>|]/g;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A name to show and to save under, whatever was sent: the last part of a path, on one line, without what file systems or
 * headers could take for something else. It never reaches our own disk.
 */
export function cleanFileName(given: string): string {
  const last = given.toWellFormed().normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const name = last.replaceAll(HARMFUL, "").replaceAll(PATH_OR_RESERVED, "_").replace(DEVICE, "_$&")
    .replace(/^[.\s]+/, "").replace(/[.\s]+$/, "");
  return name === "" ? "file" : shorten(name);
}

/** Cut in the middle, so that the ending stays. */
function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= MOST_CHARACTERS) return name;
  const ending = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? "";
  return characters.slice(0, MOST_CHARACTERS - [...ending].length).join("") + ending;
}
