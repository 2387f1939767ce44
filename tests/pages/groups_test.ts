import assert from "node:assert/strict";
import { people } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { fieldIn, flashIn, PageReader, textIn } from "./reader.ts";

Deno.test("groups are made, filled, run and left by links and forms alone", async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const { url } = server;
  const [annPerson, bobPerson, cleoPerson] = await people({ url }, "ann", "bob", "cleo");
  assert.ok(annPerson && bobPerson && cleoPerson);
  const ann = await PageReader.of(url, annPerson);
  const bob = await PageReader.of(url, bobPerson);
  const cleo = await PageReader.of(url, cleoPerson);
  let id = "";

  await t.step("a group without a name is refused with everything else kept", async () => {
    const { status, html } = await ann.post("/groups/new", {
      name: " ",
      description: "Tides and gauges",
      privacy: "public",
      [`member:${bobPerson.id}`]: "on",
    });
    assert.equal(status, 400);
    assert.match(html, /Tides and gauges<\/textarea>/);
    assert.match(html, new RegExp(`name="member:${bobPerson.id}" checked`));
    assert.match(html, /value="public" checked/);
  });

  await t.step("a group is made with its first people", async () => {
    const page = await ann.submit("/groups/new", {
      name: "Harbour",
      description: "Tides and gauges",
      privacy: "private",
      [`member:${bobPerson.id}`]: "on",
    });
    id = page.path.replace("/c/", "");
    assert.match(textIn(page.html), /Harbour 2 members/);
    assert.match(textIn((await bob.get(`/c/${id}`)).html), /Tides and gauges/);
  });

  await t.step("a person's page names the groups that are shared with them, and no other", async () => {
    const shown = (await ann.get(`/people/${bobPerson.id}`)).html;
    assert.match(textIn(shown), /Groups you share H\w* ?Harbour/);
    assert.doesNotMatch((await cleo.get(`/people/${bobPerson.id}`)).html, /Harbour|Groups you share/);
  });

  await t.step("only those whose role allows it see and reach the pages of the group's affairs", async () => {
    for (const place of ["add", "invite", "announcement", "settings"]) {
      assert.equal((await ann.get(`/groups/${id}/${place}`)).status, 200, place);
      assert.equal((await bob.get(`/groups/${id}/${place}`)).status, 403, place);
      assert.equal((await cleo.get(`/groups/${id}/${place}`)).status, 404, place);
    }
    assert.doesNotMatch((await bob.get(`/c/${id}/details`)).html, new RegExp(`/groups/${id}/(?:add|invite|settings)`));
  });

  await t.step("people are added by name, and told who did it", async () => {
    const added = await ann.submit(`/groups/${id}/add`, { user: cleoPerson.id });
    assert.match(flashIn(added.html), /Added/);
    assert.match(textIn(added.html), /cleo @cleo In the group/);
    assert.match(textIn((await cleo.get(`/c/${id}`)).html), /ann added you/);
  });

  await t.step("an announcement stands above the chat for everyone", async () => {
    await ann.submit(`/groups/${id}/announcement`, { announcement: "**Low water** at noon" });
    assert.match(textIn((await cleo.get(`/c/${id}`)).html), /Low water at noon View/);
  });

  await t.step("an announcement that was put away stays away in that browser, until another one comes", async () => {
    const closed = fieldIn((await cleo.get(`/c/${id}`)).html, "closed");
    const closing = await cleo.post(`/c/${id}/announcement`, { closed });
    assert.deepEqual([closing.status, closing.location], [303, `/c/${id}`]);
    assert.doesNotMatch((await cleo.get(`/c/${id}`)).html, /class="banner"/);
    assert.match((await bob.get(`/c/${id}`)).html, /class="banner"/);
    await ann.submit(`/groups/${id}/announcement`, { announcement: "High water at six" });
    const unseen = await cleo.submit(`/c/${id}/announcement`, { closed });
    assert.match(textIn(unseen.html), /High water at six View/, "what came meanwhile is not put away with it");
  });

  await t.step("members are made admins, and admins members, by the owner", async () => {
    await ann.submit(`/groups/${id}/members`, { act: `admin ${bobPerson.id}` });
    assert.equal((await bob.get(`/groups/${id}/settings`)).status, 200);
    const refused = await bob.submit(`/groups/${id}/members`, { act: `admin ${cleoPerson.id}` });
    assert.match(refused.html, /class="flash error"/);
    assert.match(textIn((await ann.get(`/groups/${id}/members`)).html), /bob Offline Admin/);
  });

  await t.step("settings are changed; only admins write where the owner says so", async () => {
    const fields = {
      name: "Harbour Ops",
      description: "",
      max_members: "50",
      privacy: "public",
      has_read_only: "yes",
      read_only: "on",
    };
    const saved = await ann.submit(`/groups/${id}/settings`, fields);
    assert.match(flashIn(saved.html), /Saved/);
    assert.match(textIn((await cleo.get(`/c/${id}`)).html), /Only the owner and admins can write here/);
    assert.doesNotMatch((await cleo.get(`/c/${id}`)).html, /id="composer"/);
    assert.match((await bob.get(`/c/${id}`)).html, /id="composer"/);
    const { read_only: _, ...open } = fields;
    await ann.submit(`/groups/${id}/settings`, open);
    assert.match((await cleo.get(`/c/${id}`)).html, /id="composer"/);
  });

  await t.step(
    "a member is removed and finds nothing any more; a link brings them back, until it is taken back",
    async () => {
      await ann.submit(`/groups/${id}/members`, { act: `remove ${cleoPerson.id}` });
      assert.equal((await cleo.get(`/c/${id}`)).status, 404);
      const made = await ann.post(`/groups/${id}/invite`, { life: "day", uses: "any" });
      assert.equal(made.status, 201);
      const [, link = ""] = /value="[^"]*(\/join\/[^"]+)"/.exec(made.html) ?? [];
      assert.match(textIn((await cleo.get(link)).html), /Join Harbour Ops/);
      assert.match(textIn((await cleo.submit(link, {})).html), /You joined/);
      const [, revoke = ""] = /name="revoke" value="([^"]+)"/.exec((await ann.get(`/groups/${id}/invite`)).html) ?? [];
      await ann.submit(`/groups/${id}/invite`, { revoke });
      assert.equal((await cleo.get(link)).status, 410);
    },
  );

  await t.step("an open group is found and joined", async () => {
    await cleo.submit(`/groups/${id}/leave`, {});
    assert.match((await cleo.get("/groups?q=harbour")).html, new RegExp(`action="/groups/${id}/join"`));
    assert.match(textIn((await cleo.submit(`/groups/${id}/join`, {})).html), /Harbour Ops 3 members/);
  });

  await t.step("an owner cannot just leave, hands the group over, and can then", async () => {
    assert.match(textIn((await ann.get(`/groups/${id}/leave`)).html), /You are the owner/);
    assert.match((await ann.submit(`/groups/${id}/leave`, {})).html, /Hand the group to someone else first/);
    const asked = await ann.get(`/groups/${id}/transfer?to=${bobPerson.id}`);
    assert.match(textIn(asked.html), /Hand Harbour Ops to bob\?/);
    await ann.submit(`/groups/${id}/transfer`, { to: bobPerson.id });
    assert.match(flashIn((await ann.submit(`/groups/${id}/leave`, {})).html), /You have left/);
    assert.equal((await ann.get(`/c/${id}`)).status, 404);
  });

  await t.step("an archived group is read and not written; its owner brings it back", async () => {
    await bob.submit(`/groups/${id}/archive`, { archived: "yes" });
    const closed = await cleo.get(`/c/${id}`);
    assert.match(textIn(closed.html), /This group is archived/);
    assert.equal((await cleo.post(`/c/${id}`, { content: "still?", client_id: "x" })).status, 403);
    await bob.submit(`/groups/${id}/archive`, { archived: "no" });
    assert.match((await cleo.get(`/c/${id}`)).html, /id="composer"/);
  });
});
