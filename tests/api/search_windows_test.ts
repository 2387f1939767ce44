import assert from "node:assert/strict";
import { listSearchable } from "@/db/search_blocks.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { findHits } from "@/lib/chat/search/find_hits.ts";
import { indexConversation } from "@/lib/chat/search/index_conversation.ts";
import { parseQuery } from "@/lib/chat/search/parse_query.ts";
import type { SearchCursor } from "@/lib/chat/search/search_cursor.ts";
import { openChat, STORES } from "./open_chat.ts";

const GROUPS = 3;
const MESSAGES = 90;

/** Many different words, so that a stretch of the index holds few messages. */
const noise = (seed: number) =>
  Array.from({ length: 60 }, (_, i) => (Math.imul(seed * 61 + i + 1, 2_654_435_761) >>> 0).toString(36)).join(" ");

for (const store of STORES) {
  Deno.test(`a search that goes back in time by windows finds the same, in the same order, on ${store}`, async () => {
    await using chat = await openChat({ store });
    const { db, deps, say } = chat;
    const [ann] = await chat.people("ann");
    for (let group = 0; group < GROUPS; group++) {
      const { groupId } = await createGroup(deps, ann, { name: `G${group}` });
      const lines = Array.from({ length: MESSAGES }, (_, i) => `${noise(group * MESSAGES + i)} harbour${i % 7}`);
      for (const line of lines) await say(ann, { groupId }, line);
      // Uneven: one group is quick, the others take years.
      await db.sql`
        update messages set created_at = timestamptz '2020-01-01' + seq * ${group * group * 10 + 1} * interval '1 day'
        where conversation_id = ${groupId}`;
      await db.sql`update conversations set created_at = '2020-01-01' where id = ${groupId}`;
      while (await indexConversation(db, groupId) > 0);
    }
    const conversations = await listSearchable(db, ann.id);
    const [{ blocks } = { blocks: 0 }] = await db.sql<{ blocks: number }[]>`
      select count(*)::int as blocks from search_blocks`;
    assert.ok(blocks > 3 * GROUPS, `${blocks} blocks`);

    const walk = async (text: string, firstWindow: number) => {
      const found: SearchCursor[] = [];
      for (let after: SearchCursor | null = null, page = 0; page < 200; page++) {
        const search = { query: parseQuery(text), authorIds: null, conversations, after, limit: 4, firstWindow };
        const { places, next }: Awaited<ReturnType<typeof findHits>> = await findHits(db, search);
        found.push(...places);
        if (next === null) return found;
        after = next;
      }
      throw new Error(`${text}: no end`);
    };
    for (const text of ["harbour3", "harbour", "harbour5 before:2021-03-01", "harbour1 after:2022-01-01", "nowhere"]) {
      const whole = await walk(text, 1_000_000);
      assert.equal(whole.length > 0, text !== "nowhere", text);
      for (const firstWindow of [1, 10, 40]) assert.deepEqual(await walk(text, firstWindow), whole, text);
    }
  });
}
