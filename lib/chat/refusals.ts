import type { Refusal } from "@/db/fact_writer.ts";
import { ChatError } from "@/lib/errors.ts";
import type { FailureCode } from "@/lib/protocol/failures.ts";

type Verb = "send" | "edit" | "recall" | "react";

const COMMON: Readonly<Record<Refusal, FailureCode>> = {
  not_member: "message_not_found",
  no_message: "message_not_found",
  not_author: "forbidden",
  too_late: "forbidden",
  read_only: "read_only",
  archived: "archived",
  recalled: "message_gone",
  blocked: "forbidden",
};

const BY_VERB: Readonly<Record<Verb, Partial<Record<Refusal, FailureCode>>>> = {
  // Someone who blocks me, is deactivated or never existed: one and the same answer.
  send: { not_member: "not_found", blocked: "user_not_found" },
  edit: { not_author: "cannot_edit", too_late: "cannot_edit" },
  recall: { not_author: "cannot_delete", too_late: "cannot_delete" },
  react: {},
};

/** What the writer's refusal is called outside. */
export const refusalError = (verb: Verb, why: Refusal): ChatError => new ChatError(BY_VERB[verb][why] ?? COMMON[why]);
