/** Every limit and interval of the live protocol and of its content, in one table that is passed in; tests pass a shorter one. */
export interface Limits {
  /** Largest text frame a client may send, in bytes of UTF-8. */
  readonly frameBytes: number;
  /** Largest message content, in bytes of UTF-8. */
  readonly contentBytes: number;
  readonly jsonDepth: number;
  readonly jsonKeys: number;
  /** Cursors in one resume frame. */
  readonly resumeCursors: number;
  /** Facts replayed per conversation; beyond it the client is told to reload. */
  readonly resumeFacts: number;
  readonly framesPerSecond: number;
  readonly frameBurst: number;
  readonly socketsPerPerson: number;
  readonly socketsPerAddress: number;
  /** Connections of one instance between their request and their welcome; who comes beyond it is told to come later. */
  readonly openingSockets: number;
  /** Beyond this a connection is slow: closed with 4008 once it drains. */
  readonly outboundBytes: number;
  readonly outboundFrames: number;
  /** A reader with more waiting for it than its socket takes is slow after this time, too. */
  readonly slowMs: number;
  /** Beyond this share of `outboundBytes` typing and presence are dropped. */
  readonly lossyBytes: number;
  readonly pingMs: number;
  readonly deadMs: number;
  readonly headsMs: number;
  readonly membershipsMs: number;
  readonly typingShownMs: number;
  readonly typingEveryMs: number;
  readonly presenceLeaseMs: number;
  readonly presenceGraceMs: number;
  /** Presence changes gathered before they are sent. */
  readonly presenceGatherMs: number;
  /** At most one presence frame about one person to one viewer in this time. */
  readonly presenceEveryMs: number;
  readonly receiptGatherMs: number;
  /** How long the hub holds a fact that came early before it reads the gap. */
  readonly gapHoldMs: number;
  readonly drainMs: number;
  /** Hint to clients in the draining frame. */
  readonly drainRetryMs: number;
  readonly editWindowMs: number;
  /** 0: no window. */
  readonly recallWindowMs: number;
  readonly groupMembers: number;
  readonly groupMembersDefault: number;
  /** Groups above this size get no pushed receipts. */
  readonly receiptPushMembers: number;
}

export const LIMITS: Limits = {
  frameBytes: 64 * 1024,
  contentBytes: 16 * 1024,
  jsonDepth: 8,
  jsonKeys: 64,
  resumeCursors: 1_000,
  resumeFacts: 1_000,
  framesPerSecond: 10,
  frameBurst: 40,
  socketsPerPerson: 16,
  socketsPerAddress: 1_000,
  openingSockets: 64,
  outboundBytes: 1024 * 1024,
  outboundFrames: 512,
  slowMs: 10_000,
  lossyBytes: 256 * 1024,
  pingMs: 20_000,
  deadMs: 40_000,
  headsMs: 20_000,
  membershipsMs: 60_000,
  typingShownMs: 5_000,
  typingEveryMs: 2_000,
  presenceLeaseMs: 30_000,
  presenceGraceMs: 10_000,
  presenceGatherMs: 500,
  presenceEveryMs: 2_000,
  receiptGatherMs: 1_000,
  gapHoldMs: 200,
  drainMs: 10_000,
  drainRetryMs: 1_000,
  editWindowMs: 24 * 60 * 60 * 1000,
  recallWindowMs: 0,
  groupMembers: 10_000,
  groupMembersDefault: 100,
  receiptPushMembers: 100,
};
