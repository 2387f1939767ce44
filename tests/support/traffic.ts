import assert from "node:assert/strict";
import { api, people, type Person, type Target } from "./client.ts";
import { HeadlessClient } from "./headless.ts";
import { checkHistory, type HistoryEntry } from "./history.ts";
import { pause, until } from "./wait.ts";

const WRITE_MS = 20;
/** What a client has not been told of waits in its outbox; nobody types further ahead than this. */
const MOST_UNSENT = 20;

interface Laid {
  readonly id: string;
  readonly members: readonly string[];
}

/** Four people who write into a group and to each other, through the browser's own modules, and all that they saw. */
export class Traffic {
  readonly history: HistoryEntry[] = [];
  readonly #target: Target;
  #clients: HeadlessClient[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  /** Runs `disturb` while everybody writes; afterwards everything written is acknowledged and everybody has everything. */
  async during(disturb: () => Promise<void>): Promise<void> {
    const everyone = await people(this.#target, "ann", "bob", "cho", "dan");
    const conversations = await this.#lay(everyone);
    this.#clients = await Promise.all(
      everyone.map((person) => HeadlessClient.open(person, person.username, this.#target.url, this.history)),
    );
    const clients = this.#clients;
    try {
      let writing = true;
      const writers = clients.map(async (client, who) => {
        const mine = conversations.filter(({ members }) => members.includes(everyone[who]?.id ?? ""));
        for (let n = 0; writing; n++) {
          const conversation = mine[n % mine.length];
          if (conversation && client.unsent < MOST_UNSENT) await client.say(conversation.id, `${who} says ${n}`);
          await pause(WRITE_MS);
        }
      });
      await disturb().finally(() => writing = false);
      await Promise.all(writers);
      await until(() => clients.every((client) => client.unsent === 0), "everything written is acknowledged", 120_000);
      await until(() => this.#everybodyHas(everyone, conversations), "everybody has everything", 120_000);
    } finally {
      for (const client of clients) await client[Symbol.asyncDispose]();
    }
  }

  /** Waits until so many more messages were acknowledged. */
  async flows(more: number): Promise<void> {
    const acked = this.count("ack");
    await until(() => this.count("ack") >= acked + more, "traffic flows", 90_000);
  }

  /** As a browser does when its network is back; else a test waits for everybody's back-off. */
  wake(): void {
    for (const client of this.#clients) client.chat.connection.wake();
  }

  count(op: HistoryEntry["op"]): number {
    return this.history.filter((entry) => entry.op === op).length;
  }

  /** Longest stretch without an acknowledgement, in ms. */
  longestPause(): number {
    const times = this.history.filter(({ op }) => op === "ack").map(({ t }) => t).sort((a, b) => a - b);
    return Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? time)));
  }

  /** Every stretch, in ms, in which somebody was shown nothing while others wrote. */
  pausesSeen(): number[] {
    const times = new Map<string, number[]>();
    for (const { op, who, t } of this.history) {
      if (op === "deliver") times.set(who, [...times.get(who) ?? [], t]);
    }
    return [...times.values()].flatMap((seen) => seen.slice(1).map((time, n) => time - (seen[n] ?? time)));
  }

  judge(stored: Parameters<typeof checkHistory>[1]): void {
    const violations = checkHistory(this.history, stored);
    assert.ok(this.count("ack") > 30, `only ${this.count("ack")} messages were acknowledged`);
    assert.deepEqual(violations.slice(0, 10), [], `${violations.length} violations`);
  }

  /** One group of all four, and a direct chat between the first two. */
  async #lay(everyone: readonly Person[]): Promise<Laid[]> {
    const [ann, bob] = everyone;
    assert.ok(ann && bob);
    const made = await api(ann, "POST", "/api/v1/groups", { name: "Everybody" });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const group = (made.body.group as { id: string }).id;
    for (const person of everyone.slice(1)) {
      const added = await api(ann, "POST", `/api/v1/groups/${group}/members`, { user_id: person.id });
      assert.equal(added.status, 200, JSON.stringify(added.body));
    }
    const sent = await api(ann, "POST", `/api/v1/messages/private/${bob.id}`, { content: "hello" });
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    const list = await api(ann, "GET", "/api/v1/conversations");
    const direct = (list.body.conversations as { id: string; kind: string }[]).find(({ kind }) => kind === "direct");
    assert.ok(direct);
    this.history.push(helloOf(direct.id, ann.id, sent.body));
    return [{ id: group, members: everyone.map(({ id }) => id) }, { id: direct.id, members: [ann.id, bob.id] }];
  }

  async #everybodyHas(everyone: readonly Person[], conversations: readonly Laid[]): Promise<boolean> {
    for (const person of everyone) {
      const { body } = await api(person, "GET", "/api/v1/conversations");
      const heads = new Map(
        (body.conversations as { id: string; last_seq: number }[]).map((row) => [row.id, row.last_seq]),
      );
      for (const { id, members } of conversations) {
        if (members.includes(person.id) && this.#shownTo(person.username, id) !== heads.get(id)) return false;
      }
    }
    return true;
  }

  #shownTo(who: string, conversation: string): number {
    let last = 0;
    for (const entry of this.history) {
      if (entry.who !== who || entry.conversation !== conversation) continue;
      if (entry.op === "deliver" || entry.op === "join") last = Math.max(last, entry.seq);
    }
    return last;
  }
}

/** The message that opens the direct chat is sent before anybody listens. */
function helloOf(conversation: string, author: string, body: Record<string, unknown>): HistoryEntry {
  const { client_id } = (body.message ?? body) as { client_id: string };
  return { t: 0, who: "ann", op: "send", conversation, author, clientId: client_id, content: "hello" };
}
