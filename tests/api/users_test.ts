import assert from "node:assert/strict";
import type { PresenceReader } from "@/lib/chat/ports.ts";
import { newId } from "@/lib/ids.ts";
import { api, type Person, register } from "@/tests/support/client.ts";
import { onEveryStore } from "./support.ts";

onEveryStore("people, by the contract", async (app, step) => {
  // Everybody is here: what is seen of it is the rules' doing.
  if (!app.isElsewhere) {
    const presence: { find: PresenceReader["find"] } = app.parts.deps.presence;
    presence.find = (ids) => Promise.resolve(new Map(ids.map((id) => [id, { status: "online", lastSeenMs: 1_000 }])));
  }

  type Json = Record<string, unknown>;
  const userOf = (body: Json) => body.user as Json;

  async function write(from: Person, to: Person, content = "hello") {
    const { status, body } = await api(from, "POST", `/api/v1/messages/private/${to.id}`, { content });
    assert.equal(status, 201, JSON.stringify(body));
  }

  async function group(owner: Person, ...others: Person[]): Promise<string> {
    const made = await api(owner, "POST", "/api/v1/groups", { name: "A group", is_private: true });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const id = String((made.body.group as Json).id);
    for (const other of others) {
      const added = await api(owner, "POST", `/api/v1/groups/${id}/members`, { user_id: other.id });
      assert.equal(added.status, 200, JSON.stringify(added.body));
    }
    return id;
  }

  const seen = async (viewer: Person, person: Person) =>
    userOf((await api(viewer, "GET", `/api/v1/users/${person.id}`)).body).status;
  const names = (list: unknown) => (list as Json[]).map((user) => user.username);
  const search = (viewer: Person, q: string) => api(viewer, "GET", `/api/v1/users/search?q=${encodeURIComponent(q)}`);

  await step("R-04 my profile has the eleven fields, with my e-mail", async () => {
    const ann = await register(app, "ann");
    const { status, body } = await api(ann, "GET", "/api/v1/users/profile");
    assert.equal(status, 200);
    assert.deepEqual([userOf(body).id, userOf(body).username, userOf(body).email], [ann.id, "ann", ann.email]);
  });

  await step("R-05, T-03 a profile changes in what is given and in nothing else", async () => {
    const ann = await register(app, "mutable");
    const put = (body: unknown) => api(ann, "PUT", "/api/v1/users/profile", body);
    const first = await put({ first_name: "Ann", last_name: " Marie ", status: "busy", status_text: "in a meeting" });
    assert.equal(first.status, 200);
    const { first_name, last_name, display_name, status, status_text } = userOf(first.body);
    assert.deepEqual([first_name, last_name, display_name, status, status_text], [
      ...["Ann", "Marie", "Ann Marie", "busy", "in a meeting"],
    ]);
    assert.equal(userOf((await put({ status: "online" })).body).status, "online");
    const read = userOf((await api(ann, "GET", "/api/v1/users/profile")).body);
    assert.deepEqual([read.first_name, read.status, read.status_text], ["Ann", "online", "in a meeting"]);
  }, { within: true });

  await step("R-05 what cannot be in a profile is refused, and what is not one's own to set is ignored", async () => {
    const ann = await register(app, "careful");
    const put = (body: unknown) => api(ann, "PUT", "/api/v1/users/profile", body);
    const refused: [Json, string][] = [
      [{ status: "invisible" }, "status"],
      [{ status: 1 }, "status"],
      [{ first_name: "x".repeat(51) }, "first_name"],
      [{ last_name: "line\nbreak" }, "last_name"],
      [{ status_text: "x".repeat(101) }, "status_text"],
      [{ avatar: "https://tracker.example/pixel.png" }, "avatar"],
      [{ avatar: "javascript:alert(1)" }, "avatar"],
      [{ first_name: "nul\u0000l" }, "first_name"],
      [{ first_name: null }, "first_name"],
    ];
    for (const [body, field] of refused) {
      const answer = await put(body);
      assert.deepEqual([answer.status, answer.body.field], [400, field], JSON.stringify(body));
    }
    const { body } = await put({
      id: newId(),
      email: "other@example.org",
      is_admin: true,
      is_active: false,
      username: "x",
    });
    const user = userOf(body);
    assert.deepEqual([user.id, user.email, user.is_active, user.username], [ann.id, ann.email, true, "careful"]);
  });

  await step("R-06 search needs a query of two characters, and finds by any part of a name", async () => {
    const ann = await register(app, "searcher");
    const jose = await register(app, "José_Łukasz");
    await api(jose, "PUT", "/api/v1/users/profile", { first_name: "Åsa", last_name: "O'Brien-小雨" });
    const missing = await api(ann, "GET", "/api/v1/users/search");
    assert.deepEqual([missing.status, missing.body.error], [400, "Search query is required"]);
    assert.equal((await search(ann, "  ")).body.error, "Search query is required");
    assert.equal((await search(ann, "j")).status, 400);
    assert.equal((await search(ann, "x".repeat(101))).status, 400);
    assert.equal((await search(ann, "nul\u0000l")).status, 400);
    for (const q of ["josé_ł", "JOSE_LUK", "asa", "ÅSA", "o'brien", "小雨", "brien-小"]) {
      assert.deepEqual(names((await search(ann, q)).body.users), ["José_Łukasz"], q);
    }
    for (const q of ["%%", "__", "\\\\", "';--", "jo%e"]) assert.deepEqual((await search(ann, q)).body.users, [], q);
  });

  await step("R-06, B22 search finds at most twenty, never by e-mail, and shows none", async () => {
    const ann = await register(app, "scraper");
    for (let i = 0; i < 22; i++) await register(app, `crowd${i}`);
    const found = (await search(ann, "crowd")).body.users as Json[];
    assert.equal(found.length, 20);
    assert.deepEqual(new Set(found.map((user) => user.email)), new Set([""]));
    assert.deepEqual((await search(ann, "example.org")).body.users, []);
  });

  await step(
    "R-07 contacts are people I share a conversation with, the most recent first, then others; at most fifty",
    async () => {
      const [ann, bob, cem] = [
        await register(app, "contact_ann"),
        await register(app, "contact_bob"),
        await register(app, "contact_cem"),
      ];
      const contacts = async () => (await api(ann, "GET", "/api/v1/users/contacts")).body.contacts as Json[];
      for (let i = 0; i < 30; i++) await register(app, `filler${i}`);
      assert.equal((await contacts()).length, 50);
      await group(ann, cem);
      await write(bob, ann);
      const { body } = await api(ann, "GET", "/api/v1/users/contacts");
      const list = body.contacts as Json[];
      assert.deepEqual(names(list).slice(0, 2), ["contact_bob", "contact_cem"]);
      assert.ok(!names(list).includes("contact_ann"), "not oneself");
      assert.deepEqual(new Set(list.map((user) => user.email)), new Set([""]));
    },
  );

  await step(
    "presence is seen by who shares a group, by friends, and in a chat where that person has written",
    async () => {
      const [ann, bob, cem, dia, eve] = [
        await register(app, "seen_ann"),
        await register(app, "seen_bob"),
        await register(app, "seen_cem"),
        await register(app, "seen_dia"),
        await register(app, "seen_eve"),
      ];
      assert.equal(await seen(ann, ann), "online");
      assert.equal(await seen(bob, ann), "offline", "strangers see nothing");
      await write(bob, ann);
      assert.equal(await seen(bob, ann), "offline", "writing to somebody does not show them");
      assert.equal(await seen(ann, bob), "online", "it shows oneself");
      await write(ann, bob);
      assert.equal(await seen(bob, ann), "online");
      await group(ann, cem);
      assert.equal(await seen(cem, ann), "online");
      assert.equal(await seen(dia, ann), "offline");
      await api(dia, "POST", `/api/v1/users/${ann.id}/friend`);
      assert.equal(await seen(dia, ann), "offline", "a request alone shows nothing");
      assert.equal((await api(ann, "PUT", `/api/v1/users/${dia.id}/friend`)).status, 200);
      assert.equal(await seen(dia, ann), "online");
      assert.equal(await seen(eve, ann), "offline");
    },
    { within: true },
  );

  await step("who chose offline is invisible to everyone, and a blocked person sees nothing", async () => {
    const [ann, bob] = [await register(app, "hidden_ann"), await register(app, "hidden_bob")];
    await group(ann, bob);
    await api(ann, "PUT", "/api/v1/users/profile", { status: "away", status_text: "lunch" });
    const profile = async () => userOf((await api(bob, "GET", `/api/v1/users/${ann.id}`)).body);
    assert.deepEqual([(await profile()).status, (await profile()).status_text], ["away", "lunch"]);
    await api(ann, "PUT", "/api/v1/users/profile", { status: "offline" });
    assert.deepEqual([(await profile()).status, (await profile()).last_seen], ["offline", null]);
    await api(ann, "PUT", "/api/v1/users/profile", { status: "online" });
    assert.equal((await profile()).status, "online");
    assert.equal((await api(ann, "PUT", `/api/v1/users/${bob.id}/block`)).status, 200);
    const { status, status_text, last_seen } = await profile();
    assert.deepEqual([status, status_text, last_seen], ["offline", "", null]);
    assert.deepEqual(names((await api(ann, "GET", "/api/v1/users/blocks")).body.users), ["hidden_bob"]);
    assert.equal((await api(ann, "DELETE", `/api/v1/users/${bob.id}/block`)).status, 200);
    assert.equal((await profile()).status, "online");
    assert.equal((await api(ann, "DELETE", `/api/v1/users/${bob.id}/block`)).status, 404);
    assert.equal((await api(ann, "PUT", `/api/v1/users/${ann.id}/block`)).status, 400);
    assert.equal((await api(ann, "PUT", `/api/v1/users/${newId()}/block`)).status, 404);
  }, { within: true });

  await step("a friend request is accepted, declined, taken back, or met by another one", async () => {
    const [ann, bob] = [await register(app, "friend_ann"), await register(app, "friend_bob")];
    const friends = async (who: Person) => {
      const { body } = await api(who, "GET", "/api/v1/users/friends");
      return [names(body.friends), names(body.incoming), names(body.outgoing)];
    };
    const act = (who: Person, method: string, other: { id: string }) =>
      api(who, method, `/api/v1/users/${other.id}/friend`);
    assert.deepEqual((await act(ann, "POST", bob)).body, { status: "pending" });
    assert.deepEqual((await act(ann, "POST", bob)).body, { status: "pending" }, "asking twice is asking once");
    assert.deepEqual(await friends(ann), [[], [], ["friend_bob"]]);
    assert.deepEqual(await friends(bob), [[], ["friend_ann"], []]);
    assert.equal((await act(ann, "PUT", bob)).status, 404, "one cannot accept for the other");
    assert.equal((await act(bob, "PUT", ann)).status, 200);
    assert.deepEqual(await friends(ann), [["friend_bob"], [], []]);
    assert.equal((await act(ann, "DELETE", bob)).status, 200);
    assert.deepEqual(await friends(bob), [[], [], []]);
    assert.equal((await act(ann, "DELETE", bob)).status, 404);
    await act(ann, "POST", bob);
    assert.equal((await act(bob, "DELETE", ann)).status, 200, "declined");
    assert.equal((await act(bob, "PUT", ann)).status, 404);
    const both = await Promise.all([act(ann, "POST", bob), act(bob, "POST", ann)]);
    assert.deepEqual(
      both.map(({ body }) => body.status).toSorted(),
      ["accepted", "pending"],
      "both at once are friends",
    );
    await api(bob, "PUT", `/api/v1/users/${ann.id}/block`);
    assert.deepEqual(await friends(ann), [[], [], []], "a block ends it");
    assert.equal((await act(ann, "POST", bob)).status, (await act(ann, "POST", { id: newId() })).status);
    assert.equal((await act(ann, "POST", ann)).status, 400);
  });

  await step("unknown, ill-formed and deactivated people are equally not there", async () => {
    const [ann, gone] = [await register(app, "finder"), await register(app, "gone")];
    assert.equal((await api(ann, "GET", `/api/v1/users/${gone.id}`)).status, 200);
    assert.equal(
      (await api(gone, "POST", "/api/v1/users/profile/deactivate", { password: gone.password })).status,
      200,
    );
    // nginx refuses some by itself.
    for (const id of [gone.id, newId(), "nobody", ...app.isElsewhere ? [] : ["%00", "..%2f..%2fetc"]]) {
      const { status, body } = await api(ann, "GET", `/api/v1/users/${id}`);
      assert.deepEqual([status, body.error, body.code], [404, "User not found", "user_not_found"], id);
    }
    assert.equal((await api(gone, "GET", "/api/v1/users/profile")).status, 401);
    assert.deepEqual((await search(ann, "gone")).body.users, []);
  });

  await step("settings are merged, checked and given back", async () => {
    const ann = await register(app, "settler");
    const put = (body: unknown) => api(ann, "PUT", "/api/v1/users/settings", body);
    assert.deepEqual((await put({ theme: "dark", sound: false })).body, { settings: { theme: "dark", sound: false } });
    assert.deepEqual((await put({ sound: true, language: "zh" })).body, {
      settings: { theme: "dark", sound: true, language: "zh" },
    });
    assert.deepEqual((await put({ evil: "x", __proto__: { theme: "light" } })).status, 200);
    assert.equal((await put({ theme: "pink" })).status, 400);
    const { body } = await api(ann, "GET", "/api/v1/users/settings");
    assert.deepEqual(body, { settings: { theme: "dark", sound: true, language: "zh" } });
  });

  await step("an export holds what I wrote and who I know, and nothing that others wrote", async () => {
    const [ann, bob] = [await register(app, "exporter"), await register(app, "exported")];
    await write(ann, bob, "from ann");
    await write(bob, ann, "from bob");
    const { status, body, headers } = await api(ann, "GET", "/api/v1/users/export");
    assert.equal(status, 200);
    assert.match(headers.get("content-disposition") ?? "", /attachment/);
    assert.equal(userOf(body).email, ann.email);
    assert.deepEqual((body.messages as Json[]).map((message) => message.content), ["from ann"]);
    assert.equal((body.conversations as Json[]).length, 1);
    assert.ok(!JSON.stringify(body).includes("$2b$"));
  });

  await step(
    "a deleted account leaves its words without its name, passes its groups on, and frees name and e-mail",
    async () => {
      const [ann, bob] = [await register(app, "Erasable"), await register(app, "remaining")];
      await write(ann, bob, "what I said");
      const groupId = await group(ann, bob);
      assert.equal((await api(ann, "DELETE", "/api/v1/users/profile", { password: "wrong horse" })).status, 400);
      const { status, body } = await api(ann, "DELETE", "/api/v1/users/profile", { password: ann.password });
      assert.deepEqual([status, body], [200, { message: "Account deleted" }]);
      assert.equal((await api(ann, "GET", "/api/v1/users/profile")).status, 401);
      assert.equal((await api(bob, "GET", `/api/v1/users/${ann.id}`)).status, 404);
      const { body: shown } = await api(bob, "GET", `/api/v1/groups/${groupId}`);
      assert.equal((shown.group as Json).owner_id, bob.id);
      const [trace] = await app.sql`select
    (select string_agg(users::text, ' ') from users where id = ${ann.id}) || ' ' ||
    (select string_agg(content || data::text, ' ') from messages where author_id = ${ann.id}) as text`;
      assert.ok(trace?.text.includes("what I said"));
      assert.ok(!/erasable/i.test(trace?.text), trace?.text);
      const again = await register(app, "Erasable");
      assert.notEqual(again.id, ann.id);
    },
  );
});
