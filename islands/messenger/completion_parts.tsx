import { Avatar } from "@/components/people/Avatar.tsx";
import { completionsFor } from "@/lib/client/completion.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import type { Offer } from "./Offers.tsx";

export { closedNameAt, complete, triggerAt } from "@/lib/client/completion.ts";
export { Offers } from "./Offers.tsx";

export const offersOfPeople = (query: string, members: readonly PersonJson[], most: number): readonly Offer[] =>
  completionsFor(query, members, most).map(offerOfPerson);

const offerOfPerson = (person: PersonJson): Offer => ({
  key: person.id,
  face: <Avatar id={person.id} name={person.display_name} picture={person.avatar} size={28} presence={person.status} />,
  name: person.display_name,
  note: `@${person.username}`,
  inserted: person.username,
});
