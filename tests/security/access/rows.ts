import { type Role, ROLES, type World } from "./world.ts";

/** What each role gets from one method of one route: a status, and for forms that are refused, `303 refused`. */
export type Expected = Readonly<Record<Role, string>>;

export interface Row {
  readonly expect: Expected;
  /** JSON for the API, fields for a form. */
  readonly body?: unknown | ((world: World) => unknown);
  /** In place of what the parameters' names stand for. */
  readonly path?: (world: World) => string;
  readonly query?: string | ((world: World) => string);
  /** It changes the group, so it gets one of its own. */
  readonly changes?: boolean;
  /** Puts back what the role before has changed. */
  readonly before?: (world: World) => Promise<unknown>;
  /** It ends the sign-in, so each role brings one to spend. */
  readonly spends?: boolean;
  /** The id in it is not of something that can be hidden from outsiders. */
  readonly isOpen?: boolean;
}

const OUTSIDE: readonly Role[] = ["outsider", "removed", "root"];

const expect = (of: (role: Role) => number | string): Expected =>
  Object.fromEntries(ROLES.map((role) => [role, String(of(role))])) as Expected;

type Result = number | string;

/** Nobody and deactivated people get `signedOut`; the rest is the row's. */
const guarded = (signedOut: Result, of: (role: Role) => Result): Expected =>
  expect((role) => role === "nobody" || role === "gone" ? signedOut : of(role));

const relations = (outside: Result, member: Result, admin: Result, owner: Result) => (role: Role): Result =>
  OUTSIDE.includes(role) ? outside : role === "member" ? member : role === "admin" ? admin : owner;

/** Anyone at all gets this. */
const open = (result: Result): Expected => expect(() => result);
/** Everybody who is signed in gets this from the API. */
const mine = (result: Result): Expected => guarded(401, () => result);
/** Only the server's administrator gets this from the API. */
const rule = (result: Result): Expected => guarded(401, (role) => role === "root" ? result : 404);
/** From the API, by relation to the group. */
const inside = (outside: Result, member: Result, admin = member, owner = admin): Expected =>
  guarded(401, relations(outside, member, admin, owner));
/** The same three for pages, which lead to the sign-in page. */
const myPage = (result: Result): Expected => guarded("303 login", () => result);
const rulePage = (result: Result): Expected => guarded("303 login", (role) => role === "root" ? result : 404);
const insidePage = (outside: Result, member: Result, admin = member, owner = admin): Expected =>
  guarded("303 login", relations(outside, member, admin, owner));
/** For forms, which answer who is not signed in with 401. */
const myForm = (result: Result): Expected => guarded(401, () => result);
const insideForm = inside;
const ruleForm = rule;

const V1 = "/api/v1";
const hello = { content: "hello" };
const target = (world: World) => ({ user_id: world.target.id });
const asOwner = (path: (world: World) => string, method: string, body?: (world: World) => unknown) => (world: World) =>
  world.app.fetch(
    new Request(`${world.app.url}${V1}${path(world)}`, {
      method,
      headers: { authorization: `Bearer ${world.people.owner.token}`, "content-type": "application/json" },
      body: body ? JSON.stringify(body(world)) : undefined,
    }),
  );
const addTarget = asOwner((world) => `/groups/${world.group}/members`, "POST", target);

const API: Readonly<Record<string, Row>> = {
  "GET /api": { expect: open(200) },
  "GET /api/openapi.json": { expect: open(200) },

  [`POST ${V1}/auth/register`]: { body: {}, expect: open(400) },
  [`POST ${V1}/auth/login`]: { body: {}, expect: open(400) },
  [`POST ${V1}/auth/reset`]: { body: { token: "x", new_password: "long enough" }, expect: open(410) },
  [`POST ${V1}/auth/logout`]: { spends: true, expect: mine(200) },
  [`PUT ${V1}/auth/password`]: { body: { current_password: "no", new_password: "long enough" }, expect: mine(400) },

  [`GET ${V1}/users/profile`]: { expect: mine(200) },
  [`PUT ${V1}/users/profile`]: { body: {}, expect: mine(200) },
  [`DELETE ${V1}/users/profile`]: { body: { password: "no" }, expect: mine(400) },
  [`POST ${V1}/users/profile/deactivate`]: { body: { password: "no" }, expect: mine(400) },
  [`GET ${V1}/users/export`]: { expect: mine(200) },
  [`GET ${V1}/users/settings`]: { expect: mine(200) },
  [`PUT ${V1}/users/settings`]: { body: {}, expect: mine(200) },
  [`GET ${V1}/users/search`]: { query: "?q=owner", expect: mine(200) },
  [`GET ${V1}/users/contacts`]: { expect: mine(200) },
  [`GET ${V1}/users/friends`]: { expect: mine(200) },
  [`GET ${V1}/users/blocks`]: { expect: mine(200) },
  [`GET ${V1}/users/:id`]: { expect: mine(200), isOpen: true },
  [`POST ${V1}/users/:id/friend`]: { expect: mine(200), isOpen: true },
  [`PUT ${V1}/users/:id/friend`]: { expect: mine(404) },
  [`DELETE ${V1}/users/:id/friend`]: { expect: mine(200), isOpen: true },
  [`PUT ${V1}/users/:id/block`]: { expect: mine(200), isOpen: true },
  [`DELETE ${V1}/users/:id/block`]: { expect: mine(200), isOpen: true },

  [`GET ${V1}/sessions`]: { expect: mine(200) },
  [`DELETE ${V1}/sessions`]: { expect: mine(200) },
  [`DELETE ${V1}/sessions/:id`]: { expect: mine(404) },

  [`GET ${V1}/admin/users`]: { expect: rule(200) },
  [`PUT ${V1}/admin/users/:id`]: { body: { is_active: true }, expect: rule(200) },
  [`POST ${V1}/admin/users/:id/reset`]: { expect: rule(201) },
  [`GET ${V1}/admin/invites`]: { expect: rule(200) },
  [`POST ${V1}/admin/invites`]: { body: {}, expect: rule(201) },
  [`DELETE ${V1}/admin/invites/:id`]: { expect: rule(404) },
  [`POST ${V1}/admin/notices`]: { body: hello, expect: rule(201) },
  [`GET ${V1}/admin/audit`]: { expect: rule(200) },

  [`GET ${V1}/conversations`]: { expect: mine(200) },
  [`POST ${V1}/conversations`]: { body: target, expect: mine(200) },
  [`GET ${V1}/conversations/:conversation_id`]: { expect: inside(404, 200) },
  [`GET ${V1}/conversations/:conversation_id/members`]: { expect: inside(404, 200) },
  [`GET ${V1}/conversations/:conversation_id/messages`]: { expect: inside(404, 200) },
  [`POST ${V1}/conversations/:conversation_id/messages`]: { body: hello, expect: inside(404, 201) },
  [`PUT ${V1}/conversations/:conversation_id/mute`]: { body: { muted: false }, expect: inside(404, 200) },
  [`PUT ${V1}/conversations/:conversation_id/read`]: { body: { seq: 1 }, expect: inside(404, 204) },
  [`POST ${V1}/conversations/:conversation_id/read`]: { body: { seq: 1 }, expect: inside(404, 204) },
  [`PUT ${V1}/conversations/:conversation_id/delivered`]: { body: { seq: 1 }, expect: inside(404, 204) },
  [`POST ${V1}/conversations/:conversation_id/delivered`]: { body: { seq: 1 }, expect: inside(404, 204) },
  [`POST ${V1}/conversations/:conversation_id/typing`]: { expect: inside(404, 204) },

  [`POST ${V1}/events`]: { body: { cursors: {} }, expect: mine(200) },

  [`GET ${V1}/messages/search`]: { query: "?q=hello", expect: mine(200) },
  [`GET ${V1}/messages/group/:group_id`]: { expect: inside(403, 200) },
  [`POST ${V1}/messages/group/:group_id`]: { body: hello, expect: inside(404, 201) },
  [`GET ${V1}/messages/private/:receiver_id`]: { expect: mine(200), isOpen: true },
  [`POST ${V1}/messages/private/:receiver_id`]: { body: hello, expect: mine(201), isOpen: true },
  [`POST ${V1}/messages/group/:group_id/upload`]: { expect: inside(404, 400) },
  [`POST ${V1}/messages/private/:receiver_id/upload`]: { expect: mine(400), isOpen: true },
  [`POST ${V1}/files`]: { expect: mine(201) },
  [`GET ${V1}/files/:id`]: { expect: mine(404) },
  [`PUT ${V1}/files/:id`]: { expect: mine(404) },
  [`DELETE ${V1}/files/:id`]: { expect: mine(204) },
  [`GET ${V1}/messages/:message_id`]: { expect: inside(404, 200) },
  [`PUT ${V1}/messages/:message_id`]: { body: { content: "hello again" }, expect: inside(404, 200, 403) },
  [`DELETE ${V1}/messages/:message_id`]: { changes: true, expect: inside(404, 200) },
  [`PUT ${V1}/messages/:message_id/reactions`]: { body: { emoji: "👍" }, expect: inside(404, 200) },
  [`PUT ${V1}/messages/:message_id/read`]: { expect: inside(404, 200) },
  [`POST ${V1}/messages/:message_id/read`]: { expect: inside(404, 200) },
  [`GET ${V1}/messages/:message_id/readers`]: { expect: inside(404, 200) },

  [`GET ${V1}/groups`]: { expect: mine(200) },
  [`POST ${V1}/groups`]: { body: { name: "Another" }, expect: mine(201) },
  [`GET ${V1}/groups/public`]: { expect: mine(200) },
  [`GET ${V1}/groups/:group_id`]: { expect: inside(403, 200) },
  [`PUT ${V1}/groups/:group_id`]: { body: { description: "new" }, changes: true, expect: inside(404, 403, 200) },
  [`PUT ${V1}/groups/:group_id/announcement`]: {
    body: { announcement: "soon" },
    changes: true,
    expect: inside(404, 403, 200),
  },
  [`PUT ${V1}/groups/:group_id/archive`]: {
    body: { archived: true },
    changes: true,
    expect: inside(404, 403, 403, 200),
  },
  [`POST ${V1}/groups/:group_id/join`]: { changes: true, expect: inside(404, 200) },
  [`POST ${V1}/groups/:group_id/leave`]: { changes: true, expect: inside(403, 200, 200, 400) },
  [`GET ${V1}/groups/:group_id/members`]: { expect: inside(404, 200) },
  [`POST ${V1}/groups/:group_id/members`]: { body: target, changes: true, expect: inside(403, 403, 200) },
  [`PUT ${V1}/groups/:group_id/members/:user_id`]: {
    body: { role: "admin" },
    changes: true,
    expect: inside(404, 403, 403, 200),
  },
  [`DELETE ${V1}/groups/:group_id/members/:user_id`]: {
    changes: true,
    before: addTarget,
    expect: inside(403, 403, 200),
  },
  [`POST ${V1}/groups/:group_id/transfer`]: { body: target, changes: true, expect: inside(404, 403, 403, 200) },
  [`GET ${V1}/groups/:group_id/invites`]: { expect: inside(404, 403, 200) },
  [`POST ${V1}/groups/:group_id/invites`]: { body: {}, expect: inside(404, 403, 201) },
  [`DELETE ${V1}/groups/:group_id/invites/:invite_id`]: { changes: true, expect: inside(404, 403, 200, 404) },
  [`GET ${V1}/invites/:token`]: { expect: mine(200), isOpen: true },
  [`POST ${V1}/invites/:token`]: { changes: true, expect: mine(200), isOpen: true },
};

const OTHER: Readonly<Record<string, Row>> = {
  "GET /health/live": { expect: open(200) },
  "GET /health/ready": { expect: open(200) },
  "GET /metrics": { expect: open(200) },
  "GET /ws": { expect: guarded(401, () => 400) },
  "GET /ws/online-users": { expect: mine(200) },
};

const PAGES: Readonly<Record<string, Row>> = {
  "GET /": { expect: myPage(200) },
  "GET /login": { expect: guarded(200, () => "303") },
  "GET /offline": { expect: open(200) },
  "GET /register": { expect: guarded(200, () => "303") },
  "POST /login": { expect: open(401) },
  "POST /register": { expect: open(422) },
  "POST /logout": { spends: true, expect: open("303 login") },
  "GET /reset/:token": { expect: open(200), isOpen: true },
  "POST /reset/:token": { body: { new_password: "long enough" }, expect: open(410) },
  "GET /dev/parts": { expect: open(404) },

  "GET /admin": { expect: rulePage(200) },
  "POST /admin": { body: (world: World) => ({ act: `activate ${world.target.id}` }), expect: ruleForm(303) },
  "GET /admin/invites": { expect: rulePage(200) },
  "POST /admin/invites": { body: {}, expect: ruleForm(201) },
  "GET /admin/instances": { expect: rulePage(200) },
  "GET /admin/log": { expect: rulePage(200) },
  "GET /admin/notice": { expect: rulePage(200) },
  "POST /admin/notice": { body: {}, expect: ruleForm(400) },

  "GET /files/:id": { expect: insidePage(404, 200) },
  "GET /uploads/:name": { expect: insidePage(404, 200) },

  "GET /c/:id": { expect: insidePage(404, 200) },
  "POST /c/:id": { body: hello, expect: insideForm(404, 303) },
  "POST /c/:id/announcement": { body: {}, expect: insideForm("303 refused", 303) },
  "GET /c/:id/details": { expect: insidePage(404, 200) },
  "GET /c/:id/files": { expect: insidePage(404, 200) },
  "POST /c/:id/mute": { body: {}, expect: insideForm("303 refused", 303) },
  "GET /c/:id/seen": { expect: insidePage(404, 200) },

  "GET /groups": { expect: myPage(200) },
  "GET /groups/mine": { expect: myPage(200) },
  "GET /groups/new": { expect: myPage(200) },
  "POST /groups/new": { body: {}, expect: myForm(400) },
  "GET /groups/:id/add": { expect: insidePage(404, 403, 200) },
  "POST /groups/:id/add": {
    body: (world: World) => ({ user: world.target.id }),
    changes: true,
    expect: insideForm("303 refused", "303 refused", 303),
  },
  "GET /groups/:id/announcement": { expect: insidePage(404, 403, 200) },
  "POST /groups/:id/announcement": {
    body: { announcement: "soon" },
    changes: true,
    expect: insideForm(404, 403, 303),
  },
  "POST /groups/:id/archive": {
    changes: true,
    body: {},
    expect: insideForm("303 refused", "303 refused", "303 refused", 303),
  },
  "GET /groups/:id/invite": { expect: insidePage(404, 403, 200) },
  "POST /groups/:id/invite": { body: {}, expect: insideForm("303 refused", "303 refused", 201) },
  "POST /groups/:id/join": { changes: true, body: {}, expect: insideForm("303 refused", 303) },
  "GET /groups/:id/leave": { expect: insidePage(404, 200) },
  "POST /groups/:id/leave": { changes: true, body: {}, expect: insideForm("303 refused", 303, 303, "303 refused") },
  "GET /groups/:id/members": { expect: insidePage(404, 200) },
  "POST /groups/:id/members": {
    changes: true,
    body: (world: World) => ({ act: `admin ${world.target.id}` }),
    expect: insideForm("303 refused", "303 refused", "303 refused", 303),
  },
  "GET /groups/:id/settings": { expect: insidePage(404, 403, 200) },
  "POST /groups/:id/settings": { changes: true, body: { name: "New" }, expect: insideForm(404, 403, 303) },
  "GET /groups/:id/transfer": {
    query: (world: World) => `?to=${world.target.id}`,
    expect: insidePage(404, 403, 403, 200),
  },
  "POST /groups/:id/transfer": {
    changes: true,
    body: (world: World) => ({ to: world.target.id }),
    expect: insideForm("303 refused", "303 refused", "303 refused", 303),
  },

  "GET /join/:token": { expect: myPage(200), isOpen: true },
  "POST /join/:token": { changes: true, body: {}, expect: myForm(303), isOpen: true },

  "GET /m/:id": { expect: insidePage(404, 200) },
  "POST /m/:id": { body: { on: "👍" }, expect: insideForm("303 refused", 303) },
  "GET /m/:id/edit": { expect: insidePage(404, 200, 403) },
  "POST /m/:id/edit": { body: { content: "hello again" }, expect: insideForm(404, 303, 403) },
  "GET /m/:id/readers": { expect: insidePage(404, 200) },
  "GET /m/:id/recall": { expect: insidePage(404, 200) },
  "POST /m/:id/recall": { changes: true, body: {}, expect: insideForm(404, 303) },

  "GET /new": { expect: myPage(200) },
  "POST /new": { body: (world: World) => ({ to: world.target.id }), expect: myForm(303) },
  "GET /people": { expect: myPage(200) },
  "GET /people/friends": { expect: myPage(200) },
  "GET /people/requests": { expect: myPage(200) },
  "GET /people/:id": { expect: myPage(200), isOpen: true },
  "GET /people/:id/block": { expect: myPage(200), isOpen: true },
  "POST /people/:id/block": { body: { blocked: "no" }, expect: myForm("303 refused") },
  "POST /people/:id/friend": { body: { act: "accept" }, expect: myForm("303 refused") },
  "GET /search": { expect: myPage(200) },

  "GET /settings": { expect: myPage(200) },
  "GET /settings/account": { expect: myPage(200) },
  "POST /settings/account": { body: { password: "no" }, expect: myForm(400) },
  "GET /settings/appearance": { expect: myPage(200) },
  "POST /settings/appearance": { body: {}, expect: myForm(303) },
  "GET /settings/blocked": { expect: myPage(200) },
  "GET /settings/keyboard": { expect: myPage(200) },
  "GET /settings/notifications": { expect: myPage(200) },
  "POST /settings/notifications": { body: {}, expect: myForm(303) },
  "GET /settings/password": { expect: myPage(200) },
  "POST /settings/password": { body: {}, expect: myForm(400) },
  "GET /settings/profile": { expect: myPage(200) },
  "POST /settings/profile": { body: {}, expect: myForm(303) },
  "GET /settings/sessions": { expect: myPage(200) },
  "POST /settings/sessions": { body: {}, expect: myForm(303) },
};

/** Streams that do not end; who may open them is shown with them. */
export const STREAMS: ReadonlySet<string> = new Set([`GET ${V1}/events`]);

export const ROWS: ReadonlyMap<string, Row> = new Map(Object.entries({ ...API, ...OTHER, ...PAGES }));
