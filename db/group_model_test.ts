import assert from "node:assert/strict";
import fc from "fast-check";
import type { Database } from "./database.ts";
import {
  addMember,
  archiveGroup,
  changeRole,
  type GroupChange,
  joinGroup,
  leaveGroup,
  removeMember,
  transferOwnership,
  updateGroup,
} from "./group_changes.ts";
import { openPostgres } from "./tests/stores.ts";
import { act, assertDense, listRoles, makeGroup, makePeople } from "./tests/people.ts";

type Role = "owner" | "admin" | "member";
const PEOPLE = 5;

/** One thing that someone tries; people are numbers. */
type Try =
  | { readonly kind: "add" | "role"; readonly actor: number; readonly user: number; readonly role: "admin" | "member" }
  | { readonly kind: "remove" | "transfer"; readonly actor: number; readonly user: number }
  | { readonly kind: "join"; readonly actor: number; readonly invited: boolean }
  | { readonly kind: "leave"; readonly actor: number }
  | { readonly kind: "private" | "archive"; readonly actor: number; readonly on: boolean }
  | { readonly kind: "limit"; readonly actor: number; readonly max: number };

/** What a group is, in a few lines: the rules again, written without SQL. Answers whether the attempt changes anything. */
class Model {
  readonly roles = new Map<number, Role>([[0, "owner"]]);
  max = PEOPLE;
  isPrivate = false;
  isArchived = false;

  apply(attempt: Try): boolean {
    const mine = this.roles.get(attempt.actor);
    const theirs = "user" in attempt ? this.roles.get(attempt.user) : undefined;
    switch (attempt.kind) {
      case "add":
        return this.#isOpen && isStaff(mine) && !theirs && this.#enter(attempt.user, attempt.role);
      case "join":
        return this.#isOpen && !mine && (attempt.invited || !this.isPrivate) && this.#enter(attempt.actor, "member");
      case "leave":
        return mine !== undefined && mine !== "owner" && this.roles.delete(attempt.actor);
      case "remove": {
        const may = attempt.actor === attempt.user || mine === "owner" || (mine === "admin" && theirs === "member");
        return may && mine !== undefined && theirs !== undefined && theirs !== "owner" &&
          this.roles.delete(attempt.user);
      }
      case "role":
        if (!this.#isOpen || mine !== "owner" || !theirs || theirs === "owner" || theirs === attempt.role) return false;
        return this.#put(attempt.user, attempt.role);
      case "transfer":
        if (!this.#isOpen || mine !== "owner" || !theirs || theirs === "owner") return false;
        return this.#put(attempt.actor, "admin") && this.#put(attempt.user, "owner");
      case "private":
        if (!this.#isOpen || !isStaff(mine) || this.isPrivate === attempt.on) return false;
        this.isPrivate = attempt.on;
        return true;
      case "limit":
        if (!this.#isOpen || !isStaff(mine) || attempt.max < this.roles.size || attempt.max === this.max) return false;
        this.max = attempt.max;
        return true;
      case "archive":
        if (mine !== "owner" || this.isArchived === attempt.on) return false;
        this.isArchived = attempt.on;
        return true;
    }
  }

  get #isOpen(): boolean {
    return !this.isArchived;
  }

  #enter(user: number, role: Role): boolean {
    return this.roles.size < this.max && this.#put(user, role);
  }

  #put(user: number, role: Role): true {
    this.roles.set(user, role);
    return true;
  }
}

const isStaff = (role: Role | undefined) => role === "owner" || role === "admin";

function run(db: Database, group: string, people: readonly string[], attempt: Try): Promise<GroupChange> {
  const base = act(group, people[attempt.actor] ?? "");
  const userId = "user" in attempt ? people[attempt.user] ?? "" : "";
  switch (attempt.kind) {
    case "add":
      return addMember(db, { ...base, userId, role: attempt.role });
    case "role":
      return changeRole(db, { ...base, userId, role: attempt.role });
    case "remove":
      return removeMember(db, { ...base, userId });
    case "transfer":
      return transferOwnership(db, { ...base, userId });
    case "join":
      return joinGroup(db, base, attempt.invited);
    case "leave":
      return leaveGroup(db, base);
    case "private":
      return updateGroup(db, base, { isPrivate: attempt.on });
    case "limit":
      return updateGroup(db, base, { maxMembers: attempt.max });
    case "archive":
      return archiveGroup(db, base, attempt.on);
  }
}

const person = fc.integer({ min: 0, max: PEOPLE - 1 });
/** Mostly the first owner, so that not everything is refused. */
const actor = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: person });
const role = fc.constantFrom("admin" as const, "member" as const);
const attempts: fc.Arbitrary<Try> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("add" as const), actor, user: person, role }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("role" as const), actor, user: person, role }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("remove" as const, "transfer" as const), actor, user: person }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("join" as const), actor: person, invited: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("leave" as const), actor: person }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("private" as const, "archive" as const), actor, on: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("limit" as const), actor, max: fc.integer({ min: 1, max: 6 }) }),
  },
);

Deno.test("whatever people try in whatever order, a group has one owner, keeps its limit and follows the rules", async () => {
  await using db = await openPostgres();
  const people = await makePeople(db, "0", "1", "2", "3", "4");
  const changed = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(attempts, { minLength: 4, maxLength: 16 }), async (list) => {
      const model = new Model();
      const group = await makeGroup(db, [people[0]], { maxMembers: model.max });
      for (const [index, attempt] of list.entries()) {
        const expected = model.apply(attempt);
        const result = await run(db, group, people, attempt);
        assert.equal(result.outcome === "done", expected, `${index}: ${JSON.stringify(attempt)}`);
        if (expected) changed.add(attempt.kind);
      }
      const expected = new Map([...model.roles].map(([index, role]) => [people[index] ?? "", role]));
      assert.deepEqual(await listRoles(db, group), expected);
      await assertDense(db, group);
    }),
    { numRuns: 200 },
  );
  assert.equal(changed.size, 9, "every kind of change was seen to succeed");
});
