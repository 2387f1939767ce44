import type { PersonJson, Role } from "@/lib/protocol/messages.ts";

/** A group as the contract's group routes give it (D-04 and our additions). */
export interface GroupJson {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  readonly owner_id: string;
  readonly max_members: number;
  readonly is_private: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly owner: PersonJson | null;
  readonly member_count: number;
  readonly announcement: string;
  readonly read_only: boolean;
  readonly archived: boolean;
  readonly last_seq: number;
  readonly role: Role;
  readonly muted: boolean;
  readonly unread: number;
  readonly mentions: number;
  readonly last_activity: string;
}

/** One member of a group (D-05). */
export interface GroupMemberJson {
  readonly id: string;
  readonly group_id: string;
  readonly user_id: string;
  readonly role: Role;
  readonly is_admin: boolean;
  readonly is_active: boolean;
  readonly joined_at: string;
  readonly user: PersonJson;
}

/** A public group as those see it who are not in it. */
export interface PublicGroupJson {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  readonly member_count: number;
  readonly max_members: number;
  readonly joined: boolean;
}
