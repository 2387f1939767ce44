import { formatMoment } from "@/lib/i18n/format.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { PageText } from "@/lib/i18n/text.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";
import { Avatar } from "./Avatar.tsx";

export interface PersonCardProps {
  readonly person: PersonJson;
  /** What they are to the viewer. */
  readonly relation: "self" | "none" | "friend" | "asked_me" | "asked_by_me" | "blocked";
  /** Groups in which both are. */
  readonly groups: readonly { readonly id: string; readonly name: string; readonly avatar: string }[];
  readonly reader: Reader;
  readonly text: PageText;
}

/** Somebody's profile, and what can be done with them. */
export function PersonCard(props: PersonCardProps) {
  const { person, groups, reader, text } = props;
  const lastSeen = person.status === "offline" && person.last_seen !== null
    ? text("presence.last_seen", { when: formatMoment(reader, person.last_seen) })
    : text(`presence.${person.status}`);
  return (
    <main class="page person" id="main" tabIndex={-1}>
      <div class="sheet">
        <a class="tool back" href="/people" aria-label={text("nav.people")}>
          <Icon name="arrow-left" />
        </a>
        <Avatar
          id={person.id}
          name={person.display_name}
          picture={person.avatar}
          size={72}
          presence={person.is_active ? person.status : null}
          ring
        />
        <h1>{person.display_name}</h1>
        <p class="hint">@{person.username}</p>
        <p class="status">{person.is_active ? person.status_text || lastSeen : text("people.gone")}</p>
        {person.is_active && <PersonActs {...props} />}
        {groups.length > 0 && (
          <section class="common">
            <h2>{text("people.common_groups")}</h2>
            <ul class="rowsbox">
              {groups.map(({ id, name, avatar }) => (
                <li key={id}>
                  <a href={`/c/${id}`}>
                    <Avatar id={id} name={name} picture={avatar} kind="group" size={32} />
                    <span class="cut">{name}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}

function PersonActs({ person, relation, text }: PersonCardProps) {
  if (relation === "self") {
    return (
      <p class="ways">
        <a class="button" href="/settings/profile">{text("people.edit_me")}</a>
      </p>
    );
  }
  if (relation === "blocked") {
    return (
      <form class="ways" method="post" action={`/people/${person.id}/block`}>
        <p class="hint">{text("people.blocked_note", { name: person.display_name })}</p>
        <button type="submit" class="button" name="blocked" value="no">{text("people.unblock")}</button>
      </form>
    );
  }
  return (
    <>
      <form class="ways" method="post" action="/new">
        <button type="submit" class="button primary" name="to" value={person.id}>
          <Icon name="message-square" />
          {text("people.write")}
        </button>
      </form>
      <form class="ways" method="post" action={`/people/${person.id}/friend`}>
        <FriendButtons relation={relation} text={text} />
        <a class="button" href={`/people/${person.id}/block`}>{text("details.block")}</a>
      </form>
    </>
  );
}

function FriendButtons({ relation, text }: Pick<PersonCardProps, "relation" | "text">) {
  const button = (act: "ask" | "accept" | "remove", label: string) => (
    <button type="submit" class="button" name="act" value={act}>{label}</button>
  );
  switch (relation) {
    case "asked_me":
      return <>{button("accept", text("people.accept"))}{button("remove", text("people.decline"))}</>;
    case "asked_by_me":
      return button("remove", text("people.take_back"));
    case "friend":
      return button("remove", text("people.unfriend"));
    default:
      return button("ask", text("people.befriend"));
  }
}
