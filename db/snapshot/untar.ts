import { dirname, join, normalize } from "node:path";

const BLOCK = 512;

/** Unpacks the files and folders of a ustar archive under `folder`. Reads what make.ts writes, and refuses anything else. */
export async function untar(archive: Uint8Array, folder: string): Promise<void> {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    if (header[0] === 0) return; // the blocks of zeros that end an archive
    const name = readName(header);
    const size = Number.parseInt(readText(header, 124, 12), 8);
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    await write(join(folder, name), readText(header, 156, 1), content);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error("Cannot unpack archive: it ends in the middle");
}

function readName(header: Uint8Array): string {
  const [prefix, name] = [readText(header, 345, 155), readText(header, 0, 100)];
  const path = normalize(prefix === "" ? name : `${prefix}/${name}`);
  if (path.startsWith("/") || path.startsWith("..")) throw new Error(`Cannot unpack archive: it holds ${path}`);
  return path;
}

async function write(path: string, kind: string, content: Uint8Array): Promise<void> {
  if (kind === "5") return await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  if (kind !== "0") throw new Error(`Cannot unpack archive: ${path} is neither a file nor a folder`);
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await Deno.writeFile(path, content, { mode: 0o600 });
}

function readText(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end)).trim();
}
