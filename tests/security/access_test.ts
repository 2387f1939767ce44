import assert from "node:assert/strict";
import { newId } from "@/lib/ids.ts";
import { onStore } from "@/tests/api/support.ts";
import { api } from "@/tests/support/client.ts";
import { openPeople, openWorld, type Role, ROLES, spare, type World } from "./access/world.ts";
import { type Row, ROWS, STREAMS } from "./access/rows.ts";
import { listRoutes, type RouteMethod } from "./routes.ts";

onStore("embedded", "access", async (app, step) => {
  const people = await openPeople(app);
  const { gone } = people.people;
  await api(gone, "POST", "/api/v1/users/profile/deactivate", { password: gone.password });
  const shared = await openWorld(people);
  const routes = (await listRoutes()).filter((route) => !STREAMS.has(keyOf(route)));

  function keyOf({ method, pattern }: RouteMethod): string {
    return `${method} ${pattern}`;
  }

  /** What a parameter stands for, by its name and by the part of the site. */
  function fill(pattern: string, world: World, id = (real: string): string => real): string {
    return pattern
      .replace(/:(group_id|conversation_id)/, id(world.group))
      .replace(":message_id", id(world.message))
      .replace(":invite_id", id(world.linkId))
      .replace(/:(user_id|receiver_id)/, id(world.target.id))
      .replace(":token", id(world.link))
      .replace(/^(\/(?:c|groups)\/):id/, `$1${id(world.group)}`)
      .replace(/^(\/files\/):id/, `$1${id(world.file)}`)
      .replace(":name", `${id(world.file)}.txt`)
      .replace(/^(\/m\/):id/, `$1${id(world.message)}`)
      .replace(/(\/(?:users|people)\/):id/, `$1${id(world.target.id)}`)
      .replace(":id", newId());
  }

  async function ask(route: RouteMethod, row: Row, world: World, role: Role, path: string) {
    const isApi = route.pattern.startsWith("/api/");
    const sends = route.method !== "GET";
    const token = role === "nobody"
      ? ""
      : row.spends && role !== "gone"
      ? await spare(world, role)
      : world.people[role].token;
    const body = typeof row.body === "function" ? row.body(world) : row.body ?? {};
    const response = await app.fetch(
      new Request(`${app.url}${path}`, {
        method: route.method,
        headers: {
          ...token === "" ? { origin: app.url } : { authorization: `Bearer ${token}` },
          accept: isApi ? "application/json" : "text/html",
          ...sends ? { "content-type": isApi ? "application/json" : "application/x-www-form-urlencoded" } : {},
        },
        body: sends ? isApi ? JSON.stringify(body) : new URLSearchParams(body as Record<string, string>) : undefined,
        redirect: "manual",
      }),
    );
    const text = await response.text();
    return { outcome: outcomeOf(response), text, isJson: response.headers.get("content-type")?.includes("json") };
  }

  /** Where all who are signed in fare alike, two of them stand for the others. */
  function rolesFor({ expect }: Row): readonly Role[] {
    const [nobody, gone, ...signedIn] = ROLES;
    const isAlike = new Set(signedIn.map((role) => expect[role])).size === 1;
    return isAlike ? [nobody, gone, "outsider", "owner"] : ROLES;
  }

  function outcomeOf({ status, headers }: Response): string {
    if (headers.get("location")?.startsWith("/login")) return `${status} login`;
    const isRefused = headers.getSetCookie().some((cookie) => cookie.startsWith("freshet-flash=error"));
    return isRefused ? `${status} refused` : String(status);
  }

  await step("every route has a row in the access table, and every row a route", () => {
    assert.deepEqual([...ROWS.keys()].toSorted(), routes.map(keyOf).toSorted());
  });

  for (
    const [part, belongs] of [
      ["the API", (pattern: string) => pattern.startsWith("/api")],
      ["the pages", (pattern: string) => !pattern.startsWith("/api")],
    ] as const
  ) {
    await step(`each route of ${part} lets in exactly who may come`, async () => {
      const wrong: string[] = [];
      for (const route of routes.filter(({ pattern }) => belongs(pattern))) {
        const row = ROWS.get(keyOf(route));
        if (!row) continue;
        const world = row.changes ? await openWorld(people) : shared;
        const query = typeof row.query === "function" ? row.query(world) : row.query ?? "";
        const path = `${row.path?.(world) ?? fill(route.pattern, world)}${query}`;
        for (const role of rolesFor(row)) {
          await (await row.before?.(world) as Response | undefined)?.body?.cancel();
          const { outcome, text } = await ask(route, row, world, role, path);
          if (outcome === row.expect[role]) continue;
          wrong.push(`${keyOf(route)} as ${role}: ${outcome}, not ${row.expect[role]}: ${text.slice(0, 120)}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  }

  await step("an outsider gets exactly the answer that an id of nothing gets", async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ pattern }) => pattern.includes(":"))) {
      const row = ROWS.get(keyOf(route));
      if (!row || row.isOpen) continue;
      const query = typeof row.query === "function" ? row.query(shared) : row.query ?? "";
      const real = await ask(route, row, shared, "outsider", fill(route.pattern, shared) + query);
      const none = await ask(route, row, shared, "outsider", fill(route.pattern, shared, () => newId()) + query);
      const isSame = real.outcome === none.outcome && (!real.isJson || real.text === none.text);
      if (!isSame) wrong.push(`${keyOf(route)}: ${real.outcome} ${real.text} / ${none.outcome} ${none.text}`);
    }
    assert.deepEqual(wrong, []);
  });
});
