import assert from "node:assert/strict";
import fc from "fast-check";
import type { Actor } from "@/lib/chat/deps.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import {
  addMember,
  changeRole,
  joinGroup,
  leaveGroup,
  removeMember,
  transferGroup,
} from "@/lib/chat/groups/membership.ts";
import { listHeads } from "@/db/facts.ts";
import type { Role } from "@/lib/protocol/messages.ts";
import { codeOf } from "./code_of.ts";
import { openChat } from "./open_chat.ts";

const MAX_MEMBERS = 4;

/** The rules in a few lines, without a database: what each act must lead to. */
class Model {
  readonly roles = new Map<string, Role>();
  constructor(ownerId: string) {
    this.roles.set(ownerId, "owner");
  }

  may = (actor: string, ...roles: Role[]) => roles.some((role) => this.roles.get(actor) === role);

  add(actor: string, user: string, role: Role): string {
    if (!this.roles.has(actor)) return "not_member";
    if (!this.may(actor, "owner", "admin") || role === "owner") return "cannot_add";
    return this.enter(user, role);
  }

  enter(user: string, role: Role): string {
    if (this.roles.has(user)) return "done";
    if (this.roles.size >= MAX_MEMBERS) return "group_full";
    this.roles.set(user, role);
    return "done";
  }

  leave(actor: string): string {
    if (!this.roles.has(actor)) return "not_member";
    if (this.may(actor, "owner")) return "owner_cannot_leave";
    this.roles.delete(actor);
    return "done";
  }

  remove(actor: string, user: string): string {
    if (actor === user) return this.leave(actor);
    if (!this.roles.has(actor)) return "not_member";
    if (this.may(actor, "member")) return "cannot_remove";
    if (!this.roles.has(user)) return "user_not_found";
    if (this.may(user, "owner") || (this.may(actor, "admin") && this.may(user, "admin"))) return "cannot_remove";
    this.roles.delete(user);
    return "done";
  }

  change(actor: string, user: string, role: "admin" | "member"): string {
    if (!this.roles.has(actor)) return "not_member";
    if (!this.may(actor, "owner")) return "forbidden";
    if (!this.roles.has(user)) return "user_not_found";
    if (this.may(user, "owner")) return "forbidden";
    this.roles.set(user, role);
    return "done";
  }

  transfer(actor: string, user: string): string {
    if (!this.roles.has(actor)) return "not_member";
    if (!this.may(actor, "owner")) return "forbidden";
    if (!this.roles.has(user)) return "user_not_found";
    if (actor === user) return "done";
    this.roles.set(actor, "admin");
    this.roles.set(user, "owner");
    return "done";
  }
}

const person = fc.nat({ max: 4 });
const act = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    by: person,
    whom: person,
    role: fc.constantFrom<Role>("member", "admin", "owner"),
  }),
  fc.record({ kind: fc.constant("join" as const), by: person }),
  fc.record({ kind: fc.constant("leave" as const), by: person }),
  fc.record({ kind: fc.constant("remove" as const), by: person, whom: person }),
  fc.record({
    kind: fc.constant("change" as const),
    by: person,
    whom: person,
    role: fc.constantFrom("admin" as const, "member" as const),
  }),
  fc.record({ kind: fc.constant("transfer" as const), by: person, whom: person }),
);

Deno.test("any sequence of joins, removals, roles and transfers ends where the rules say, with one owner and dense numbers", async () => {
  await using chat = await openChat();
  const { deps, db, heard } = chat;
  const people = await chat.people("p0", "p1", "p2", "p3", "p4");
  const [founder] = people;
  const at = (index: number): Actor => people[index] ?? founder;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25, size: "max" }), async (acts) => {
      const { groupId } = await createGroup(deps, founder, { name: "Model", maxMembers: MAX_MEMBERS });
      const model = new Model(founder.id);
      for (const step of acts) {
        const by = at(step.by);
        const whom = "whom" in step ? at(step.whom) : by;
        const [real, expected] = await drive(step, by, whom);
        assert.equal(real, expected, JSON.stringify(step));
        await compare(groupId, model);
      }

      async function drive(step: typeof acts[number], by: Actor, whom: Actor): Promise<[string, string]> {
        switch (step.kind) {
          case "add":
            return [
              await codeOf(addMember(deps, by, groupId, whom.id, step.role)),
              model.add(by.id, whom.id, step.role),
            ];
          case "join":
            return [await codeOf(joinGroup(deps, by, groupId)), model.enter(by.id, "member")];
          case "leave":
            return [await codeOf(leaveGroup(deps, by, groupId)), model.leave(by.id)];
          case "remove":
            return [await codeOf(removeMember(deps, by, groupId, whom.id)), model.remove(by.id, whom.id)];
          case "change":
            return [
              await codeOf(changeRole(deps, by, groupId, whom.id, step.role)),
              model.change(by.id, whom.id, step.role),
            ];
          case "transfer":
            return [await codeOf(transferGroup(deps, by, groupId, whom.id)), model.transfer(by.id, whom.id)];
        }
      }
    }),
    { numRuns: 25 },
  );

  async function compare(groupId: string, model: Model): Promise<void> {
    const rows = await db.sql<{ user_id: string; role: Role }[]>`
      select user_id, role from members where conversation_id = ${groupId} and left_at is null`;
    assert.deepEqual(
      new Map(rows.map((row) => [row.user_id, row.role])),
      sorted(model.roles, rows.map((row) => row.user_id)),
    );
    assert.equal(rows.filter((row) => row.role === "owner").length, 1);
    const [head] = await listHeads(db, [groupId], null);
    const announced = heard.facts.filter((facts) => facts.conversationId === groupId).flatMap(({ facts }) => facts);
    assert.deepEqual(announced.map((fact) => fact.seq), Array.from({ length: head?.lastSeq ?? 0 }, (_, i) => i + 1));
  }
});

/** The same entries in the order in which the rows came. */
const sorted = (roles: ReadonlyMap<string, Role>, ids: readonly string[]) =>
  new Map([...roles].toSorted(([a], [b]) => ids.indexOf(a) - ids.indexOf(b)));
