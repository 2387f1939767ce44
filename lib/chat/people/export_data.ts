import { listOwnConversations, listOwnMessages } from "@/db/own_data.ts";
import { findUser } from "@/db/users.ts";
import { listSessions } from "@/db/sessions.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "../deps.ts";
import { listBlockedUsers } from "./blocks.ts";
import { listFriends } from "./friends.ts";
import { ownUserJson } from "./user_json.ts";

const PAGE = 500;

/** All that is kept about a person, as the text of one JSON document, piece by piece: it may be long. */
export async function* exportData(deps: ChatDeps, userId: string): AsyncGenerator<string> {
  const now = new Date(deps.clock.now());
  const user = await findUser(deps.db.orm, userId);
  if (!user) throw new ChatError("user_not_found");
  const head = {
    exported_at: now.toISOString(),
    user: ownUserJson(user),
    settings: user.settings,
    sessions: (await listSessions(deps.db.orm, userId, now)).map((
      { kind, device, address, createdAt, lastSeenAt },
    ) => ({
      kind,
      device,
      address,
      created_at: createdAt,
      last_seen_at: lastSeenAt,
    })),
    friends: await listFriends(deps, userId),
    blocked: await listBlockedUsers(deps, userId),
    conversations: await listOwnConversations(deps.db, userId),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
  let isFirst = true;
  for (const { id } of head.conversations) {
    for await (const message of ownMessages(deps, userId, id)) {
      yield `${isFirst ? "" : ","}\n${JSON.stringify(message)}`;
      isFirst = false;
    }
  }
  yield "\n]}\n";
}

async function* ownMessages({ db }: ChatDeps, userId: string, conversationId: string) {
  for (let after = 0;;) {
    const page = await listOwnMessages(db, userId, conversationId, after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (page.length < PAGE || !last) return;
    after = last.seq;
  }
}
