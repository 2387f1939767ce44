import assert from "node:assert/strict";
import type { TestApp } from "@/tests/api/support.ts";
import { api, login, type Person, register } from "@/tests/support/client.ts";

/** In the order in which they try: who may do more comes later. */
export const ROLES = ["nobody", "gone", "outsider", "removed", "root", "member", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** One private group with a message in it, and everybody who can stand in some relation to it. */
export interface World {
  readonly app: TestApp;
  readonly people: Readonly<Record<Exclude<Role, "nobody">, Person>>;
  /** Somebody whom things are done to. */
  readonly target: Person;
  readonly group: string;
  /** Written by the member. */
  readonly message: string;
  /** In another message of the member. */
  readonly file: string;
  /** Token of a link into the group. */
  readonly link: string;
  readonly linkId: string;
}

type Json = Record<string, unknown>;
const ok = async (who: Person, method: string, path: string, body?: unknown): Promise<Json> => {
  const answer = await api(who, method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

async function upload({ target, token }: Person, group: string): Promise<string> {
  const body = new FormData();
  body.set("file", new File(["for members"], "note.txt"));
  const address = `${target.url}/api/v1/messages/group/${group}/upload`;
  const sent = new Request(address, { method: "POST", headers: { authorization: `Bearer ${token}` }, body });
  const answer = await (await (target.fetch ?? fetch)(sent)).json();
  assert.equal(answer.message, "File uploaded successfully", JSON.stringify(answer));
  return answer.attachment.id;
}

/** People for all worlds of an app. `root` is the server's administrator and in no group. */
export async function openPeople(app: TestApp): Promise<Pick<World, "app" | "people" | "target">> {
  const root = await register(app, "root");
  const [outsider, removed, member, admin, owner, gone, target] = [
    await register(app, "outsider"),
    await register(app, "removed"),
    await register(app, "member"),
    await register(app, "admin"),
    await register(app, "owner"),
    await register(app, "gone"),
    await register(app, "target"),
  ];
  return { app, people: { root, outsider, removed, member, admin, owner, gone }, target };
}

/** Puts the group together as every row expects to find it. */
export async function openWorld({ app, people, target }: Pick<World, "app" | "people" | "target">): Promise<World> {
  const { owner, admin, member, removed } = people;
  const made = await ok(owner, "POST", "/api/v1/groups", {
    name: "The group",
    is_private: true,
    member_ids: [admin.id, member.id, removed.id, target.id],
  });
  const group = String((made.group as Json).id);
  await ok(owner, "PUT", `/api/v1/groups/${group}/members/${admin.id}`, { role: "admin" });
  await ok(owner, "DELETE", `/api/v1/groups/${group}/members/${removed.id}`);
  const sent = await ok(member, "POST", `/api/v1/messages/group/${group}`, { content: "hello" });
  const file = await upload(member, group);
  const link = await ok(owner, "POST", `/api/v1/groups/${group}/invites`, {});
  return {
    app,
    people,
    target,
    group,
    message: String(sent.id),
    file,
    link: String(link.token),
    linkId: String((link.link as Json).id),
  };
}

/** A sign-in of somebody's own to spend. */
export const spare = async (world: World, role: Exclude<Role, "nobody">): Promise<string> =>
  (await login(world.app, world.people[role])).token;
