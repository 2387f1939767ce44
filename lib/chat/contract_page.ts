import type { HiddenJson, MessageJson } from "@/lib/protocol/messages.ts";
import type { Access } from "./access.ts";
import type { ChatDeps } from "./deps.ts";
import { readPaging, readWindow } from "./page_query.ts";
import { offsetPage, pageOf } from "./timeline.ts";

/** What the contract's two history endpoints answer. */
export interface ContractPage {
  /** Newest first. */
  readonly messages: readonly (MessageJson | HiddenJson)[];
  readonly as_of?: number;
  readonly has_older?: boolean;
  readonly has_newer?: boolean;
}

/** By `page` and `limit` as the contract has it, or by `before`, `after` or `around`: then with the page's cursor. */
export async function contractPage(
  deps: ChatDeps,
  userId: string,
  access: Access,
  query: URLSearchParams,
): Promise<ContractPage> {
  const window = readWindow(query);
  if (!window) return { messages: await offsetPage(deps, userId, access, readPaging(query)) };
  const { messages, as_of, has_older, has_newer } = await pageOf(deps, userId, access, window);
  return { messages: messages.toReversed(), as_of, has_older, has_newer };
}
