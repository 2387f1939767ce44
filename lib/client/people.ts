import { signal } from "@preact/signals";
import type { PersonJson, Presence } from "@/lib/protocol/messages.ts";

/** Everybody this page has heard of, with their presence as I may see it. */
export class People {
  readonly version = signal(0);
  readonly #people = new Map<string, PersonJson>();

  get(userId: string): PersonJson | undefined {
    return this.#people.get(userId);
  }

  /** The name to show; a stand-in until the person is known. */
  nameOf(userId: string): string {
    return this.#people.get(userId)?.display_name ?? "";
  }

  learn(people: Iterable<PersonJson>): void {
    let changed = false;
    for (const person of people) {
      this.#people.set(person.id, person);
      changed = true;
    }
    if (changed) this.version.value++;
  }

  /** A frame names an author who is not among the members, such as somebody who has left. */
  learnName(userId: string, name: string): void {
    if (name !== "" && !this.#people.has(userId)) this.learn([stranger(userId, name)]);
  }

  setPresence(userId: string, presence: { status: Presence; status_text: string; last_seen: string | null }): void {
    const person = this.#people.get(userId);
    if (person) this.learn([{ ...person, ...presence }]);
  }
}

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
