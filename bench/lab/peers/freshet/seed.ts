// Inserts load users with sessions, and groups laid out as the generator expects: client i is in room floor(i / ROOM_SIZE).
// Writes tokens.txt and rooms.txt into the folder given.
import { SignJWT } from "jose";
import { openDatabase } from "@/db/open.ts";
import { newId } from "@/lib/ids.ts";
import { readConfig } from "@/lib/config.ts";

const folder = Deno.args[0] ?? Deno.cwd();
const clients = Number(Deno.env.get("CLIENTS") ?? 1_000);
const roomSize = Number(Deno.env.get("ROOM_SIZE") ?? 50);
const config = readConfig(Deno.env.toObject());
const secret = new TextEncoder().encode(config.jwtSecrets?.[0] ?? "");

const users = Array.from({ length: clients }, (_, index) => ({ id: newId(), session: newId(), name: `load${index}` }));
const rooms = Array.from({ length: Math.ceil(clients / roomSize) }, () => newId());

const db = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
await db.sql`
  insert into users (id, username, username_key, email, email_key, password_hash)
  select id, name, name, name || '@load.test', name || '@load.test', ''
  from unnest(${users.map((user) => user.id)}::uuid[], ${users.map((user) => user.name)}::text[]) as t (id, name)`;
await db.sql`
  insert into sessions (id, user_id, kind, expires_at)
  select s, u, 'jwt', now() + interval '1 day'
  from unnest(${users.map((user) => user.session)}::uuid[], ${users.map((user) => user.id)}::uuid[]) as t (s, u)`;
await db.sql`
  insert into conversations (id, kind, name, owner_id, max_members)
  select r, 'group', 'room', o, ${roomSize}
  from unnest(${rooms}::uuid[], ${rooms.map((_, index) => users[index * roomSize]?.id ?? "")}::uuid[]) as t (r, o)`;
await db.sql`
  insert into members (conversation_id, user_id, role)
  select r, u, role
  from unnest(
    ${users.map((_, index) => rooms[Math.floor(index / roomSize)] ?? "")}::uuid[],
    ${users.map((user) => user.id)}::uuid[],
    ${users.map((_, index) => index % roomSize === 0 ? "owner" : "member")}::text[]) as t (r, u, role)`;
await db.close();

const tokens = await Promise.all(users.map((user) =>
  new SignJWT({ user_id: user.id })
    .setProtectedHeader({ alg: "HS256" })
    .setJti(user.session).setIssuer("freshet").setAudience("freshet")
    .setIssuedAt().setExpirationTime("1d")
    .sign(secret)
));
await Deno.writeTextFile(`${folder}/tokens.txt`, tokens.join("\n") + "\n");
await Deno.writeTextFile(`${folder}/rooms.txt`, rooms.join("\n") + "\n");
