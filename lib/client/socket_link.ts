import { type Link, type LinkEvents, readFrames } from "./link.ts";

/** The part of `WebSocket` that is used, so that tests can stand in for it. */
export interface SocketLike {
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
}

export type OpenSocket = (url: string, protocols: string[]) => SocketLike;

/** A link over a WebSocket with the session cookie. */
export function openSocketLink(url: string, open: OpenSocket, events: LinkEvents): Link {
  const socket = open(url, ["freshet.v1"]);
  let ended = false;
  const end = (code: number) => {
    if (ended) return;
    ended = true;
    socket.onmessage = null;
    socket.onclose = null;
    events.onEnd({ code });
  };
  socket.onmessage = (event) => events.onFrames(readFrames(event.data));
  socket.onclose = (event) => end(event.code);
  return {
    kind: "socket",
    send(text) {
      if (!ended) socket.send(text);
    },
    close() {
      if (ended) return;
      socket.close();
      // A half-open connection answers no close frame for minutes; what comes after belongs to nobody.
      end(1006);
    },
  };
}
