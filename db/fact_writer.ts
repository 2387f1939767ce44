/** What a person wants to become a numbered fact of a conversation. Decoded and checked; rights are checked inside. */
export type FactDraft = MessageDraft | EditDraft | RecallDraft | ReactDraft;

interface DraftBase {
  readonly conversationId: string;
  readonly authorId: string;
  /** Carried through untouched to `onCommitted`, so that frames can be built without a read. */
  readonly context?: unknown;
}

export interface MessageDraft extends DraftBase {
  readonly kind: "message";
  /** UUIDv7 for a new row; a repeat answers with the stored one. */
  readonly id: string;
  readonly clientId: string;
  readonly type: "text" | "image" | "file" | "system";
  readonly content: string;
  /** JSON object. */
  readonly data: unknown;
  /** seq of the message replied to. */
  readonly replyTo: number | null;
}

export interface EditDraft extends DraftBase {
  readonly kind: "edit";
  readonly messageSeq: number;
  readonly content: string;
  /** Mentions of the new content go into the message's data. */
  readonly data: unknown;
  /** Messages made before this cannot be edited. */
  readonly notBefore: Date;
}

export interface RecallDraft extends DraftBase {
  readonly kind: "recall";
  readonly messageSeq: number;
  /** Authors cannot recall what was made before this; owner and admins of a group always can. */
  readonly notBefore: Date | null;
}

export interface ReactDraft extends DraftBase {
  readonly kind: "react";
  readonly messageSeq: number;
  readonly emoji: string;
  readonly on: boolean;
}

/** Why a draft was not stored. The caller turns it into a failure of the table. */
export type Refusal =
  | "not_member"
  | "not_author"
  | "too_late"
  | "read_only"
  | "archived"
  | "no_message"
  | "recalled"
  | "blocked";

export type FactResult =
  /** Stored by this commit, or stored before under the same client id (`repeat`): same id and seq. */
  | {
    readonly outcome: "new" | "repeat";
    readonly id: string;
    readonly seq: number;
    readonly messageSeq: number;
    readonly createdAt: Date;
    /** What is stored: for a repeat the first body wins, so frames are built from this. */
    readonly content: string;
  }
  /** Nothing to do: the reaction was already so, the message already recalled. */
  | { readonly outcome: "unchanged"; readonly id: string; readonly seq: number; readonly messageSeq: number }
  | { readonly outcome: "refused"; readonly why: Refusal };

export interface CommittedDraft {
  readonly draft: FactDraft;
  readonly result: FactResult;
}

/** Group commit: all drafts that wait while one commit is in flight go into the next. */
export interface FactWriter {
  /** Resolves after commit. Rejects only when storage cannot be reached or the draft itself breaks the statement. */
  append(draft: FactDraft): Promise<FactResult>;
  /** Drafts waiting or in flight. */
  readonly depth: number;
  /** Resolves when everything handed in so far has been answered; afterwards `append` rejects. */
  close(): Promise<void>;
}
