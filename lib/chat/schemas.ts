import { z } from "zod";

/** Bodies of the chat's endpoints. The rules themselves (sizes, letters, rights) are the verbs'. */

const id = z.string();
const optionalId = z.string().nullish();

/** A message over HTTP; the names are those of the frames. */
export const draftBody = z.object({
  content: z.string(),
  client_id: z.string().nullish(),
  message_type: z.enum(["text", "image", "file"]).nullish(),
  reply_to: optionalId,
  attachments: z.array(id).max(32).nullish(),
}).meta({ id: "Draft" });

export const editBody = z.object({ content: z.string() }).meta({ id: "MessageEdit" });

export const reactionBody = z.object({ emoji: z.string(), on: z.boolean().default(true) }).meta({ id: "Reaction" });

export const markBody = z.object({ seq: z.int().min(0) }).meta({ id: "Mark" });

export const muteBody = z.object({ muted: z.boolean() }).meta({ id: "Mute" });

export const startDirectBody = z.object({ user_id: id }).meta({ id: "NewDirect" });

export const newGroupBody = z.object({
  name: z.string(),
  description: z.string().nullish(),
  is_private: z.boolean().nullish(),
  max_members: z.int().nullish(),
  member_ids: z.array(id).max(1_000).nullish(),
}).meta({ id: "NewGroup" });

export const groupChangesBody = z.object({
  name: z.string().optional(),
  description: z.string().optional(),
  avatar: z.string().optional(),
  is_private: z.boolean().optional(),
  max_members: z.int().optional(),
  read_only: z.boolean().optional(),
}).meta({ id: "GroupChanges" });

/** An empty role is a plain member, as the contract has it. */
export const newMemberBody = z.object({
  user_id: id,
  role: z.enum(["", "member", "admin", "owner"]).nullish().transform((role) => role || "member" as const),
}).meta({ id: "NewMember" });

export const roleBody = z.object({ role: z.enum(["admin", "member"]) }).meta({ id: "RoleChange" });

export const transferBody = z.object({ user_id: id }).meta({ id: "Transfer" });

export const announcementBody = z.object({ announcement: z.string() }).meta({ id: "Announcement" });

export const archiveBody = z.object({ archived: z.boolean().default(true) }).meta({ id: "Archive" });

export const inviteBody = z.object({
  expires_in_seconds: z.int().nullish(),
  max_uses: z.int().nullish(),
}).meta({ id: "NewInviteLink" });
