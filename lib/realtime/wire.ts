import type { CommittedFacts, ControlEvent } from "@/lib/chat/ports.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import type { Item } from "./room.ts";

/** What instances tell each other, as it travels: a line of origin and kind, a line of JSON, then encoded frames, one a line. */
export type Carried =
  | {
    readonly type: "facts";
    readonly conversationId: string;
    readonly kind: ConversationKind;
    readonly items: readonly Item[];
  }
  | {
    readonly type: "state";
    readonly text: string;
    readonly lossy: boolean;
    readonly exceptUserId: string | undefined;
  }
  | { readonly type: "control"; readonly event: ControlEvent };

interface FactsHead {
  readonly c: string;
  readonly k: ConversationKind;
  readonly s: readonly number[];
  readonly j: readonly string[];
  readonly l: readonly string[];
}

/** One commit's facts as items: who joined is in before the first, who left is out after the last. */
export function itemsOf({ facts, joined = [], left = [] }: CommittedFacts): Item[] {
  return toItems(facts.map((fact) => [fact.seq, JSON.stringify(fact.frame)]), joined, left);
}

function toItems(
  facts: readonly (readonly [number, string])[],
  joined: readonly string[],
  left: readonly string[],
): Item[] {
  return facts.map(([seq, text], at) => ({
    seq,
    text,
    joined: at === 0 ? joined : [],
    left: at === facts.length - 1 ? left : [],
  }));
}

/** JSON has no line breaks of its own, so frames need no second encoding. */
export function encodeFacts(origin: string, facts: CommittedFacts, items: readonly Item[]): string {
  const head: FactsHead = {
    c: facts.conversationId,
    k: facts.kind,
    s: items.map((item) => item.seq),
    j: facts.joined ?? [],
    l: facts.left ?? [],
  };
  return [`${origin} facts`, JSON.stringify(head), ...items.map((item) => item.text)].join("\n");
}

export const encodeState = (origin: string, text: string, lossy: boolean, exceptUserId?: string): string =>
  `${origin} state\n${JSON.stringify({ lossy, except: exceptUserId })}\n${text}`;

export const encodeControl = (origin: string, event: ControlEvent): string =>
  `${origin} control\n${JSON.stringify(event)}`;

/** Null for one's own and for other kinds. Throws on what no instance of ours writes. */
export function decodeCarried(origin: string, payload: string): Carried | null {
  if (payload.startsWith(origin)) return null;
  const lines = payload.split("\n");
  const kind = lines[0]?.split(" ")[1];
  const head = JSON.parse(lines[1] ?? "");
  const texts = lines.slice(2);
  if (kind === "facts") return decodeFacts(head, texts);
  if (kind === "state") return { type: "state", text: texts[0] ?? "", lossy: head.lossy, exceptUserId: head.except };
  if (kind === "control") return { type: "control", event: head };
  return null;
}

function decodeFacts(head: FactsHead, texts: readonly string[]): Carried {
  if (head.s.length !== texts.length) throw new Error(`${texts.length} frames for ${head.s.length} numbers`);
  const facts = texts.map((text, at) => [head.s[at] ?? 0, text] as const);
  return { type: "facts", conversationId: head.c, kind: head.k, items: toItems(facts, head.j, head.l) };
}
