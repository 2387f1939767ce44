import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { IS_BROWSER } from "fresh/runtime";
import type { Viewer } from "@/components/props.ts";
import type { MessengerProps, MessengerSettings } from "@/components/messenger/props.ts";
import { browserChat, stillChat } from "@/lib/client/browser.ts";
import { type Chat, type ChatBoot, firstWindow } from "@/lib/client/chat.ts";
import { Desk } from "@/lib/client/desk.ts";
import type { Reader } from "@/lib/i18n/reader.ts";

/** Everything that the parts of the messenger share. */
export interface Model {
  readonly chat: Chat;
  readonly desk: Desk;
  readonly viewer: Viewer;
  /** As they are now: this page may change them. */
  readonly settings: Signal<MessengerSettings>;
  readonly reader: Signal<Reader>;
  readonly maxContentBytes: number;
  /** Announcements put away in this browser, as `closedBanner` names them. */
  readonly closedBanners: Signal<readonly string[]>;
  /** What only the first page knows: its form, and a reason not to write that facts do not tell. */
  readonly first: MessengerProps["open"];
  readonly firstRun: boolean;
}

/** On the server a chat that stands still, in the browser the one that lives: the first render is the same. */
export function makeModel(props: MessengerProps): Model {
  const boot = bootOf(props);
  const desk = new Desk();
  desk.filter.value = props.filter;
  desk.details.value = props.details;
  if (props.open?.replyTo) desk.compose(props.open.details.id, { kind: "reply", message: props.open.replyTo });
  return {
    chat: IS_BROWSER ? browserChat(boot) : stillChat(boot),
    desk,
    viewer: props.viewer,
    settings: signal(props.settings),
    reader: signal(props.reader),
    maxContentBytes: props.maxContentBytes,
    closedBanners: signal(props.closedBanners),
    first: props.open,
    firstRun: props.firstRun,
  };
}

function bootOf({ viewer, conversations, beyond, open }: MessengerProps): ChatBoot {
  const list = { me: viewer.id, conversations, beyond };
  if (!open) return { ...list, open: null };
  const { details, page, at } = open;
  const window = at === null ? firstWindow(details) : { kind: "around", seq: at } as const;
  return { ...list, open: { details, page, window, at, unreadAfter: open.unreadAfter } };
}

const ModelContext = createContext<Model | null>(null);
export const ModelProvider = ModelContext.Provider;

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error("A part of the messenger stands outside of it");
  return model;
}
