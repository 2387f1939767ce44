import type { ClientFrame } from "@/lib/protocol/frames.ts";
import { type Api, ApiError } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Cursors } from "./cursors.ts";
import { sendMessage } from "./endpoints.ts";
import type { Outbox, Refusal } from "./outbox.ts";
import type { OutboxItem } from "./outbox_item.ts";

export interface TransmitterPorts {
  readonly api: Api;
  readonly connection: Connection;
  readonly cursors: Cursors;
  readonly outbox: Outbox;
}

/** The way of a message to the server: over the socket, or as a request while there is none. */
export class Transmitter {
  readonly #ports: TransmitterPorts;

  constructor(ports: TransmitterPorts) {
    this.#ports = ports;
  }

  /** False when there is no way now. */
  transmit(item: OutboxItem): boolean {
    const { connection } = this.#ports;
    if (connection.kind !== "requests") return connection.send(frameOf(item));
    void this.#post(item);
    return true;
  }

  async #post(item: OutboxItem): Promise<void> {
    const { api, cursors, outbox } = this.#ports;
    try {
      const { seq } = await sendMessage(api, item);
      outbox.acked(item.clientId);
      cursors.heads({ [item.conversationId]: seq });
    } catch (error) {
      outbox.refused(item.clientId, refusalOf(error));
    }
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ApiError) || error.status === 0) return { code: "unavailable" };
  const { code, retryAfterMs } = error;
  return retryAfterMs === undefined ? { code } : { code, retryAfterMs };
}

function frameOf(item: OutboxItem): ClientFrame {
  const draft = {
    content: item.content,
    clientId: item.clientId,
    messageType: item.messageType,
    replyTo: item.replyTo?.id ?? null,
    attachments: item.attachments,
  };
  return item.target.kind === "direct"
    ? { type: "private", to: item.target.to, draft }
    : { type: "group", groupId: item.conversationId, draft };
}
