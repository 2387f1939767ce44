import { signal } from "@preact/signals";
import type { PersonJson, Presence } from "@/lib/protocol/messages.ts";

/** Everybody this page has heard of, with their presence as I may see it. */
export class People {
  /** Everybody, presence included. */
  readonly all = signal<Readonly<Record<string, PersonJson>>>({});
  /** The same, changed only when a name or picture does: what a timeline is drawn with. */
  readonly faces = signal<Readonly<Record<string, PersonJson>>>({});

  get(userId: string): PersonJson | undefined {
    return Object.hasOwn(this.all.value, userId) ? this.all.value[userId] : undefined;
  }

  /** The name to show; a stand-in until the person is known. */
  nameOf(userId: string): string {
    return this.get(userId)?.display_name ?? "";
  }

  learn(people: Iterable<PersonJson>): void {
    const learnt = [...people];
    if (learnt.length === 0) return;
    const news = Object.fromEntries(learnt.map((person) => [person.id, person]));
    const isNewFace = learnt.some((person) => !hasFace(this.faces.value[person.id], person));
    this.all.value = { ...this.all.value, ...news };
    if (isNewFace) this.faces.value = this.all.value;
  }

  /** A frame names an author who is not among the members, such as somebody who has left. */
  learnName(userId: string, name: string): void {
    if (name !== "" && !this.get(userId)) this.learn([stranger(userId, name)]);
  }

  setPresence(userId: string, presence: { status: Presence; status_text: string; last_seen: string | null }): void {
    const person = this.get(userId);
    if (person) this.learn([{ ...person, ...presence }]);
  }
}

const hasFace = (known: PersonJson | undefined, person: PersonJson): boolean =>
  known?.display_name === person.display_name && known.avatar === person.avatar && known.username === person.username;

const stranger = (id: string, name: string): PersonJson => ({
  id,
  username: name,
  display_name: name,
  avatar: "",
  status: "offline",
  status_text: "",
  last_seen: null,
  is_active: true,
});
