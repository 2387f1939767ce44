import type { PersonJson } from "@/lib/protocol/messages.ts";

/** A person without what most people have in common. */
export type PackedPerson = readonly [
  id: string,
  username: string,
  displayName: string,
  status: PersonJson["status"],
  more?: Partial<PersonJson>,
];

const COMMON = { avatar: "", status_text: "", last_seen: null, is_active: true } as const;

export function packPerson(person: PersonJson): PackedPerson {
  const { id, username, display_name, status } = person;
  const more = Object.entries(COMMON).filter(([key, common]) => person[key as keyof typeof COMMON] !== common);
  const packed = [id, username, display_name, status] as const;
  if (more.length === 0) return packed;
  return [...packed, Object.fromEntries(more.map(([key]) => [key, person[key as keyof typeof COMMON]]))];
}

export const unpackPerson = ([id, username, display_name, status, more = {}]: PackedPerson): PersonJson => ({
  ...COMMON,
  id,
  username,
  display_name,
  status,
  ...more,
});
