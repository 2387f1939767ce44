/** The writing end of one connection: a socket, an event stream or a long poll. */
export interface Outlet {
  /** Hands over one frame. Nothing can be taken back after this. */
  send(text: string): void;
  /** Asks for the end behind everything handed over; `code` is the protocol's close code. Safe to call twice. */
  close(code: number, reason: string): void;
  /** Bytes handed over and not yet taken by the network. */
  readonly bufferedAmount: number;
}
