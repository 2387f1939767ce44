/** 4000–4499: reconnect and resume. 4500–4999: stop. Public: add, never renumber. */
export const CLOSE = {
  draining: { code: 4001, reason: "server restarting" },
  unavailable: { code: 4003, reason: "storage cannot be reached" },
  internal: { code: 4004, reason: "something went wrong on our side" },
  slow: { code: 4008, reason: "reading too slowly" },
  flooding: { code: 4009, reason: "sending too fast" },
  signedOut: { code: 4501, reason: "signed out" },
  deactivated: { code: 4502, reason: "account deactivated" },
  abuse: { code: 4503, reason: "protocol abuse" },
  tooLarge: { code: 1009, reason: "frame too large" },
  notText: { code: 1007, reason: "not UTF-8 text" },
} as const;

export type Close = (typeof CLOSE)[keyof typeof CLOSE];

/** Whether a client may connect again after this code. */
export const mayReconnect = (code: number): boolean => code < 4500 || code > 4999;
