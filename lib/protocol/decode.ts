import { byteLength, isTooLarge } from "./byte_length.ts";
import {
  type Fields,
  isFields,
  isGiven,
  isSeq,
  readChoice,
  readFields,
  readFlag,
  readId,
  readSeq,
  readText,
  refuse,
} from "./fields.ts";
import type { ClientFrame, ClientFrameType, Draft } from "./frames.ts";
import { isClientId, isId } from "./id.ts";
import { findJsonBomb } from "./json_guard.ts";
import type { Limits } from "./limits.ts";
import { ProtocolError } from "./protocol_error.ts";

export type DecodeLimits = Pick<Limits, "frameBytes" | "jsonDepth" | "jsonKeys" | "resumeCursors">;

/** What may be repeated to the sender as the type of what was refused. */
const SHOWN_TYPE = /^[a-z_]{1,32}$/;
const STATUSES = ["online", "away", "busy", "offline"] as const;
/** `system` is written by the server only. */
const MESSAGE_TYPES = ["text", "image", "file"] as const;
const MAX_ATTACHMENTS = 32;

/**
 * One text from a client as a frame, rebuilt field by field: what is not named here falls away. Throws `ProtocolError`.
 * `makeId` gives a client id to a draft that has none.
 */
export function decodeFrame(text: string, limits: DecodeLimits, makeId: () => string): ClientFrame {
  const fields = parse(text, limits);
  const type = fields.type;
  if (typeof type !== "string") throw refuse("type must be a text");
  const read = READERS.get(type);
  const ref = SHOWN_TYPE.test(type) ? type : undefined;
  if (!read) throw new ProtocolError("unknown_type", "Unknown frame type", ref, shownClientId(fields));
  try {
    return read(fields, limits, makeId);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(error.code, error.message, ref, shownClientId(fields));
  }
}

function parse(text: string, limits: DecodeLimits): Fields {
  if (isTooLarge(text, limits.frameBytes)) {
    throw new ProtocolError("frame_too_large", `Cannot read frame: more than ${limits.frameBytes} bytes`);
  }
  const bomb = findJsonBomb(text, limits);
  if (bomb) throw refuse(bomb);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("not JSON");
  }
  if (!isFields(value)) throw refuse("not an object");
  return value;
}

type Read = (fields: Fields, limits: DecodeLimits, makeId: () => string) => ClientFrame;

const READERS: ReadonlyMap<string, Read> = new Map<ClientFrameType, Read>([
  ["private", (f, _, makeId) => ({ type: "private", to: readId(f, "to"), draft: readDraft(f, makeId) })],
  ["group", (f, _, makeId) => ({ type: "group", groupId: readId(f, "group_id"), draft: readDraft(f, makeId) })],
  ["typing", readTyping],
  ["read", readRead],
  ["delivered", (f) => ({
    type: "delivered",
    conversationId: readId(f, "conversation_id"),
    seq: readSeq(f, "seq"),
  })],
  ["user_status", readStatus],
  ["edit", (f) => ({ type: "edit", messageId: readId(f, "message_id"), content: readText(f, "content") })],
  ["recall", (f) => ({ type: "recall", messageId: readId(f, "message_id") })],
  ["react", readReaction],
  ["resume", (f, limits) => ({ type: "resume", cursors: readCursors(f, limits.resumeCursors) })],
  ["ping", () => ({ type: "ping" })],
]);

function readDraft(fields: Fields, makeId: () => string): Draft {
  return {
    content: readText(fields, "content"),
    clientId: isGiven(fields.client_id) ? readClientId(fields) : makeId(),
    messageType: isGiven(fields.message_type) ? readChoice(fields.message_type, "message_type", MESSAGE_TYPES) : "text",
    replyTo: isGiven(fields.reply_to) ? readId(fields, "reply_to") : null,
    attachments: isGiven(fields.attachments) ? readIds(fields.attachments, "attachments", MAX_ATTACHMENTS) : [],
  };
}

function readClientId(fields: Fields): string {
  const clientId = shownClientId(fields);
  if (clientId === undefined) throw refuse("client_id must be 1 to 64 printable ASCII characters");
  return clientId;
}

const shownClientId = ({ client_id: value }: Fields): string | undefined => isClientId(value) ? value : undefined;

function readIds(value: unknown, name: string, most: number): readonly string[] {
  if (!Array.isArray(value) || value.length > most) throw refuse(`${name} must be a list of at most ${most} ids`);
  return value.map((item: unknown) => {
    if (!isId(item)) throw refuse(`${name} must be a list of ids`);
    return item;
  });
}

function readTyping(fields: Fields): ClientFrame {
  const groupId = isGiven(fields.group_id) ? readId(fields, "group_id") : null;
  if (groupId !== null) return { type: "typing", to: null, groupId };
  return { type: "typing", to: readId(fields, "to"), groupId: null };
}

/** The contract's form names a message, ours a number. */
function readRead(fields: Fields): ClientFrame {
  if (isGiven(fields.content)) return { type: "read", messageId: readId(fields, "content") };
  return { type: "read", conversationId: readId(fields, "conversation_id"), seq: readSeq(fields, "seq") };
}

/** `idle` says that this page is not being used; `status` is what the person chose for all devices. */
function readStatus(fields: Fields): ClientFrame {
  const content = readFields(fields.content, "content");
  if (content.idle !== undefined) return { type: "user_status", idle: readFlag(content.idle, "idle") };
  return { type: "user_status", status: readChoice(content.status, "status", STATUSES) };
}

function readReaction(fields: Fields): ClientFrame {
  const emoji = readText(fields, "emoji");
  if (emoji === "" || byteLength(emoji) > 64) throw refuse("emoji must be 1 to 64 bytes");
  const on = fields.on === undefined || readFlag(fields.on, "on");
  return { type: "react", messageId: readId(fields, "message_id"), emoji, on };
}

function readCursors(fields: Fields, most: number): ReadonlyMap<string, number> {
  const entries = Object.entries(readFields(fields.cursors, "cursors"));
  if (entries.length > most) throw refuse(`cursors has more than ${most} entries`);
  return new Map(entries.map(([id, seq]) => {
    if (!isId(id) || !isSeq(seq)) throw refuse("cursors must map ids to whole numbers");
    return [id, seq];
  }));
}
