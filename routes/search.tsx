import { page } from "fresh";
import { EmptyState } from "@/components/EmptyState.tsx";
import { oneLine } from "@/components/list/preview.ts";
import { Avatar } from "@/components/people/Avatar.tsx";
import { SearchForm } from "@/components/people/PeopleList.tsx";
import { ChatsFrame } from "@/components/shell/ChatsFrame.tsx";
import { PagePane } from "@/components/shell/PagePane.tsx";
import { PageTitle } from "@/components/shell/PageTitle.tsx";
import { listNamed } from "@/lib/chat/conversation_list.ts";
import { findConversations } from "@/lib/chat/find_conversations.ts";
import { searchMessages } from "@/lib/chat/search_messages.ts";
import { define } from "@/lib/define.ts";
import { requireSignedIn } from "@/lib/http/sign_in.ts";
import { isId } from "@/lib/ids.ts";
import { formatRowTime } from "@/lib/i18n/format.ts";
import { t } from "@/lib/i18n/text.ts";
import { loadFrame } from "@/lib/pages/frame.ts";
import { choosePeople } from "@/lib/pages/people.ts";

const SHORTEST = 2;

export const handler = define.handlers({
  async GET(ctx) {
    const me = requireSignedIn(ctx.state);
    const { deps } = ctx.state;
    const { searchParams } = ctx.url;
    const query = (searchParams.get("q") ?? "").trim();
    const named = searchParams.get("in");
    const within = named !== null && isId(named) ? named : null;
    const after = searchParams.get("after");
    const isAsked = [...query].length >= SHORTEST;
    const [frame, found, people, chats, [place]] = await Promise.all([
      loadFrame(ctx, me),
      isAsked ? searchMessages(deps, me.id, within ? `in:${within} ${query}` : query, { after }) : null,
      isAsked && !within && after === null ? choosePeople(deps, me.id, query) : [],
      isAsked && !within ? findConversations(deps, me.id, query, 5) : [],
      within ? listNamed(deps, me.id, [within]) : [],
    ]);
    return page({ frame, found, people: people.slice(0, 5), chats, query, within, place: place?.name });
  },
});

export default define.page<typeof handler>(({ data, state }) => {
  const { frame, found, people, chats, query, within, place } = data;
  const text = t(state.locale);
  const nothing = found !== null && found.hits.length + people.length + chats.length === 0;
  return (
    <ChatsFrame {...frame}>
      <PageTitle title={text("list.search")} />
      <PagePane
        title={text("list.search")}
        lead={place === undefined ? text("search.lead") : text("search.within", { name: place })}
        back={{ href: within ? `/c/${within}` : "/", label: text("chat.back") }}
      >
        <SearchForm action="/search" label={text("search.label")} value={query} button={text("list.search")} autofocus>
          {within && <input type="hidden" name="in" value={within} />}
        </SearchForm>
        {nothing && <EmptyState line={text("palette.nothing", { query })} />}
        {chats.length + people.length > 0 && (
          <section class="group">
            <h2>{text("palette.people")}</h2>
            <ul class="rowsbox hits">
              {chats.map((chat) => (
                <li key={chat.id}>
                  <a href={`/c/${chat.id}`}>
                    <Avatar
                      id={chat.peer?.id ?? chat.id}
                      name={chat.name}
                      picture={chat.avatar}
                      kind={chat.kind === "group" ? "group" : "person"}
                      size={36}
                    />
                    <b class="cut">{chat.name}</b>
                    <span class="hint">{text("chat.members", { count: chat.member_count })}</span>
                  </a>
                </li>
              ))}
              {people.map((person) => (
                <li key={person.id}>
                  <a href={`/people/${person.id}`}>
                    <Avatar id={person.id} name={person.display_name} picture={person.avatar} size={36} />
                    <b class="cut">{person.display_name}</b>
                    <span class="hint">@{person.username}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        {found !== null && found.hits.length > 0 && (
          <section class="group">
            <h2>{text("palette.messages")}</h2>
            <ul class="rowsbox hits">
              {found.hits.map(({ message, conversation, sender_name }) => (
                <li key={message.id}>
                  <a href={`/c/${conversation.id}?at=${message.seq}#m${message.seq}`}>
                    <Avatar id={message.sender_id} name={sender_name} size={36} />
                    <b class="cut">{oneLine(message.content)}</b>
                    <span class="hint cut">
                      {text("palette.in", { name: sender_name, group: conversation.name })}
                    </span>
                    <time class="hint" dateTime={message.created_at}>
                      {formatRowTime(frame.reader, message.created_at)}
                    </time>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        {found?.next && (
          <p class="ways">
            <a
              class="button"
              href={`/search?q=${encodeURIComponent(query)}${within ? `&in=${within}` : ""}&after=${
                encodeURIComponent(found.next)
              }`}
            >
              {text("palette.more")}
            </a>
          </p>
        )}
      </PagePane>
    </ChatsFrame>
  );
});
