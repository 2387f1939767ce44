const HUES = 8;

/** The class that gives a person or group its colour, the same everywhere and for everyone. */
export function hueClass(id: string): string {
  let hash = 2166136261;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
  // The low bits of this hash follow the last character too closely.
  return `h${((hash ^ (hash >>> 15)) >>> 0) % HUES}`;
}
