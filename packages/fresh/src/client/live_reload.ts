// Reloads the page when the server that it came from has been replaced by a newer one.
const own = new URL(import.meta.url);
const build = own.pathname.split("/").at(-2);
const alive = new URL("../../../_frsh/alive", own);
alive.protocol = own.protocol.replace("http", "ws");

const SHORTEST_MS = 100;
const LONGEST_MS = 3_000;

function connect(waitMs: number): void {
  let nextMs = Math.min(waitMs * 1.5, LONGEST_MS);
  const socket = new WebSocket(alive);
  socket.onmessage = ({ data }) => {
    if (data !== build) return location.reload();
    nextMs = SHORTEST_MS;
  };
  socket.onclose = () => setTimeout(connect, waitMs, nextMs);
}

connect(SHORTEST_MS);
