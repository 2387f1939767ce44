/** Runs of text inside a block. `raw` is what was typed. */
export type Inline =
  | { readonly type: "text"; readonly raw: string }
  /** A sign that a backslash took the meaning from. */
  | { readonly type: "escape"; readonly raw: string; readonly text: string }
  | { readonly type: "strong" | "em" | "del"; readonly raw: string; readonly tokens: readonly Inline[] }
  | { readonly type: "codespan"; readonly raw: string; readonly text: string }
  | {
    readonly type: "link";
    readonly raw: string;
    readonly href: string;
    /** Only the address was typed. */
    readonly autolink: boolean;
    readonly tokens: readonly Inline[];
  };

export interface ListItem {
  /** Null: no task. */
  readonly checked: boolean | null;
  readonly tokens: readonly Block[];
}

export type Block =
  | { readonly type: "paragraph"; readonly raw: string; readonly tokens: readonly Inline[] }
  /** The text of a list item without blank lines: no paragraph of its own. */
  | { readonly type: "text"; readonly raw: string; readonly tokens: readonly Inline[] }
  /** `language` is the first word behind the fence, as typed; "" when there is none. */
  | { readonly type: "code"; readonly raw: string; readonly text: string; readonly language: string }
  | { readonly type: "blockquote"; readonly raw: string; readonly tokens: readonly Block[] }
  | {
    readonly type: "list";
    readonly raw: string;
    readonly ordered: boolean;
    readonly start: number;
    readonly items: readonly ListItem[];
  };
