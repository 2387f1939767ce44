import assert from "node:assert/strict";
import { findIndexState } from "@/db/search_blocks.ts";
import { SearchIndexer } from "@/lib/chat/search/search_indexer.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { FakeClock } from "@/lib/client/testing/fake_clock.ts";
import { newId } from "@/lib/ids.ts";
import { until } from "../support/wait.ts";
import { openChat } from "./open_chat.ts";

Deno.test("the index follows what is stored, also what others have left behind", async () => {
  await using chat = await openChat({ store: "postgres" });
  const { deps, db, say } = chat;
  const [ann, bob] = await chat.people("ann", "bob");
  const group = async (count: number) => {
    const { groupId } = await createGroup(deps, ann, { name: "Index", memberIds: [bob.id] });
    await Promise.all(Array.from({ length: count }, (_, i) => say(ann, { groupId }, `message ${i}`)));
    return groupId;
  };
  const isIndexed = async (id: string) => {
    const state = await findIndexState(db, id);
    return state !== null && state.toSeq === state.lastSeq;
  };
  const left = await group(120);
  const few = await group(3);
  const clock = new FakeClock();
  const indexer = new SearchIndexer(db, clock);
  const commit = (conversationId: string) =>
    indexer.committed([{
      draft: { kind: "recall", conversationId, authorId: ann.id, messageSeq: 1, notBefore: null },
      result: { outcome: "new", id: newId(), seq: 2, messageSeq: 1, createdAt: new Date(), content: "" },
    }]);
  commit(few);
  clock.tick(5_000);
  await until(() => isIndexed(left), "what was left behind is indexed");
  assert.equal(await isIndexed(few), false, "a few facts wait");
  await until(() => {
    clock.tick(60_000);
    return isIndexed(few);
  }, "and are indexed after a minute");
  await indexer.close();
});
