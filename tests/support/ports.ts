/**
 * A free port below the range that the system hands out for outgoing connections. A port from that range (as port 0
 * gives) can be taken by any client while the process that had it is being restarted.
 */
export function freePort(): number {
  for (let tries = 0; tries < 200; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (isFree(port)) return port;
  }
  throw new Error("Found no free port in 200 tries");
}

const LOWEST = 15_000;
const HIGHEST = 32_000;

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse || error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}
