import { z } from "zod";

export const Id = z.uuid().meta({ description: "UUID in lower case" });
export const Time = z.iso.datetime();
export const Status = z.enum(["online", "away", "busy", "offline"]);

/** The contract's eleven fields, and ours. */
export const UserJson = z.object({
  id: Id,
  username: z.string(),
  email: z.string().meta({ description: "Only in one's own profile; otherwise empty" }),
  first_name: z.string(),
  last_name: z.string(),
  avatar: z.string(),
  status: Status.meta({ description: "Presence as the caller may see it" }),
  last_seen: Time.nullable(),
  is_active: z.boolean(),
  created_at: Time,
  updated_at: Time,
  display_name: z.string(),
  status_text: z.string(),
}).meta({ id: "User" });

export const OwnUserJson = UserJson.extend({ is_admin: z.boolean() }).meta({ id: "OwnUser" });

export const MessageOnly = z.object({ message: z.string() });

/** Success envelope with the contract's sentence. */
export const said = (text: string) => ({ status: 200, text, schema: MessageOnly });
