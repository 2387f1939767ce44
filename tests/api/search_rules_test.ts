import assert from "node:assert/strict";
import fc from "fast-check";
import type { Actor } from "@/lib/chat/deps.ts";
import { editMessage } from "@/lib/chat/edit_message.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { removeMember } from "@/lib/chat/groups/membership.ts";
import { hideMessage } from "@/lib/chat/hide_message.ts";
import { recallMessage } from "@/lib/chat/recall_message.ts";
import { foldText } from "@/lib/chat/search/fold_text.ts";
import { indexConversation } from "@/lib/chat/search/index_conversation.ts";
import { searchMessages } from "@/lib/chat/search_messages.ts";
import { codeOf } from "./code_of.ts";
import { openChat, STORES } from "./open_chat.ts";

for (const store of STORES) {
  Deno.test(`search finds what I may read and nothing else, on ${store}`, async (t) => {
    await using chat = await openChat({ store });
    const { deps, db, say } = chat;
    const [ann, bob, cem, outsider] = await chat.people("ann", "bob", "cem", "outsider");
    const { groupId } = await createGroup(deps, ann, { name: "Harbour Ops", memberIds: [bob.id] });
    const find = async (who: Actor, query: string, limit?: number) =>
      (await searchMessages(deps, who.id, query, { limit })).hits.map((hit) => hit.message.content);
    /** Every step holds whether the index knows a message or not. */
    const bothWays = async (check: () => Promise<void>) => {
      await check();
      while (await indexConversation(db, groupId) > 0);
      await check();
    };

    await t.step("words and parts of words, in any script, case and accent", async () => {
      const said = ["The Harbour is closed", "Crème brûlée tonight", "我们去海边吃饭", "明日の会議は九時です", "Łódź"];
      for (const content of said) await say(ann, { groupId }, content);
      await bothWays(async () => {
        for (
          const [query, hits] of [
            ["harbour", [said[0]]],
            ["arbo", [said[0]]],
            ["closed HARBOUR", [said[0]]],
            ["harbour open", []],
            ["creme BRULEE", [said[1]]],
            ["海边", [said[2]]],
            ["吃饭", [said[2]]],
            ["海吃", []],
            ["饭", [said[2]]],
            ["会議", [said[3]]],
            ["lodz", [said[4]]],
            ["zx", []],
            ["is", [said[0]]],
            ['"is closed"', [said[0]]],
            ['"closed is"', []],
          ] as const
        ) assert.deepEqual(await find(bob, query), hits, query);
      });
    });

    await t.step("outsiders, former members and other conversations find nothing", async () => {
      await say(ann, { to: cem.id }, "a secret harbour");
      assert.deepEqual(await find(cem, "harbour"), ["a secret harbour"]);
      assert.deepEqual(await find(bob, "secret"), []);
      assert.deepEqual(await find(outsider, "harbour"), []);
      const { groupId: left } = await createGroup(deps, ann, { name: "Left", memberIds: [cem.id] });
      await say(ann, { groupId: left }, "leftover");
      assert.deepEqual(await find(cem, "leftover"), ["leftover"]);
      await removeMember(deps, ann, left, cem.id);
      assert.deepEqual(await find(cem, "leftover"), []);
    });

    await t.step("what was edited is found as it is now; recalled and hidden messages are not found", async () => {
      const { id } = await say(ann, { groupId }, "anchovies");
      const hidden = await say(ann, { groupId }, "olives");
      await bothWays(async () => assert.deepEqual(await find(bob, "anchovies"), ["anchovies"]));
      await editMessage(deps, ann, id, "capers");
      await bothWays(async () => {
        assert.deepEqual(await find(bob, "capers"), ["capers"]);
        assert.deepEqual(await find(bob, "anchovies"), []);
      });
      await recallMessage(deps, ann, id);
      await hideMessage(deps, bob, hidden.id);
      await bothWays(async () => {
        assert.deepEqual(await find(bob, "capers"), []);
        assert.deepEqual([await find(bob, "olives"), await find(ann, "olives")], [[], ["olives"]]);
      });
    });

    await t.step("from, in, after, before and has narrow", async () => {
      await say(bob, { groupId }, "needle by bob https://example.org");
      await say(ann, { groupId }, "needle by ann");
      await say(ann, { to: bob.id }, "needle to bob");
      await bothWays(async () => {
        assert.deepEqual(await find(ann, "needle from:bob"), ["needle by bob https://example.org"]);
        assert.deepEqual(await find(ann, "needle from:me in:harbour"), ["needle by ann"]);
        assert.deepEqual(await find(ann, "needle in:bob"), ["needle to bob"]);
        assert.deepEqual(await find(ann, "needle has:link"), ["needle by bob https://example.org"]);
        assert.deepEqual(await find(ann, "needle from:nobody"), []);
        assert.deepEqual(await find(ann, "needle in:nowhere"), []);
        assert.equal((await find(ann, "needle after:2001-01-01")).length, 3);
        assert.deepEqual(await find(ann, "needle before:2001-01-01"), []);
        assert.equal((await find(ann, "from:bob in:harbour")).length, 1);
      });
    });

    await t.step("a hit says where it is, so that one can jump there", async () => {
      const { hits: [hit] } = await searchMessages(deps, ann.id, "needle to bob");
      assert.equal(hit?.conversation.kind, "direct");
      assert.deepEqual([hit?.conversation.name, hit?.sender_name, hit?.message.receiver_id], ["bob", "ann", bob.id]);
      const { hits: [inGroup] } = await searchMessages(deps, ann.id, "needle by ann");
      assert.deepEqual(inGroup?.conversation, { id: groupId, kind: "group", name: "Harbour Ops" });
    });

    await t.step("an empty or senseless search is refused", async () => {
      assert.equal(await codeOf(searchMessages(deps, ann.id, " ")), "query_required");
      for (const bad of ["after:x", "has:x", "a\0"]) {
        assert.equal(await codeOf(searchMessages(deps, ann.id, bad)), "invalid");
      }
      assert.equal(await codeOf(searchMessages(deps, ann.id, "x", { after: "y" })), "invalid");
    });

    await t.step("patterns and quotes mean themselves", async () => {
      for (const content of ["100%_sure", "a\\b", "it's", "x;drop table users"]) await say(ann, { groupId }, content);
      for (const query of ["100%_s", "a\\b", "it's", "x;drop"]) assert.equal((await find(bob, query)).length, 1, query);
      assert.deepEqual(await find(bob, "10%s"), []);
    });

    await t.step(
      "page by page, newest first, every hit comes once, whatever is indexed, edited or recalled",
      async () => {
        const [dee, eve] = await chat.people("dee", "eve");
        const places: { groupId: string }[] = [];
        for (let i = 0; i < 3; i++) {
          places.push({ groupId: (await createGroup(deps, dee, { name: `G${i}`, memberIds: [eve.id] })).groupId });
        }
        const words = ["海上", "harbour", "abc", "bcd", "é", "x", "会議室", "カナ"];
        const sent: { id: string; content: string; gone: boolean }[] = [];
        const step = fc.record({
          kind: fc.constantFrom("say", "say", "say", "edit", "recall", "index"),
          place: fc.nat({ max: 2 }),
          which: fc.nat(),
          content: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((list) => list.join(" ")),
        });
        await fc.assert(
          fc.asyncProperty(
            fc.array(step, { minLength: 8, maxLength: 20, size: "max" }),
            fc.constantFrom(...words),
            async (steps, word) => {
              for (const { kind, place, which, content } of steps) {
                const at = places[place] ?? { groupId };
                const known = sent[which % Math.max(1, sent.length)];
                if (kind === "index") await indexConversation(db, at.groupId);
                else if (kind === "say" || !known) {
                  sent.push({ id: (await say(dee, at, content)).id, content, gone: false });
                } else if (kind === "recall") {
                  await recallMessage(deps, dee, known.id);
                  known.gone = true;
                } else if (!known.gone) {
                  await editMessage(deps, dee, known.id, content);
                  known.content = content;
                }
              }
              for (const query of [word, word.slice(0, 2), [...word].at(-1) ?? word]) {
                const found: string[] = [];
                let after: string | null = null;
                let last = "9";
                do {
                  const page: Awaited<ReturnType<typeof searchMessages>> = await searchMessages(deps, eve.id, query, {
                    after,
                    limit: 3,
                  });
                  assert.ok(page.hits.length <= 3);
                  for (const { message } of page.hits) {
                    assert.ok(message.created_at <= last);
                    last = message.created_at;
                    found.push(message.id);
                  }
                  after = page.next;
                } while (after !== null);
                const expected = sent.filter((message) =>
                  !message.gone && foldText(message.content).includes(foldText(query))
                );
                assert.deepEqual(
                  found.toSorted(),
                  expected.map(({ id }) => id).toSorted(),
                  query,
                );
              }
            },
          ),
          { numRuns: 8 },
        );
      },
    );

    await t.step("a long conversation that nobody has indexed is found whole", async () => {
      const { groupId: long } = await createGroup(deps, ann, { name: "Long", memberIds: [cem.id] });
      for (let i = 0; i < 12; i++) {
        await Promise.all(
          Array.from({ length: 50 }, (_, j) => say(ann, { groupId: long }, `line ${i * 50 + j} of the log`)),
        );
      }
      assert.deepEqual(await find(cem, "599 log"), ["line 599 of the log"]);
      assert.equal((await find(cem, "line log", 50)).length, 50);
      const blocks = await db.sql`select 1 from search_blocks where conversation_id = ${long}`;
      assert.ok(blocks.length > 1 && blocks.length < 100, `${blocks.length} blocks`);
    });
  });
}
