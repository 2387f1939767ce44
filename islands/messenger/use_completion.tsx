import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Trigger } from "@/lib/client/completion.ts";
import type { Room } from "@/lib/client/room.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import { isComposing } from "./composing.ts";
import { useModel } from "./model.ts";
import type { Offer } from "./Offers.tsx";

const MOST = 6;

/** Loaded with the first sign that could begin a name. */
type Parts = typeof import("./completion_parts.tsx");
let parts: Parts | null = null;
const MAY_BEGIN = /[@:]\S*$/;

/** Loaded with the first colon that could become an emoji. */
type Kit = typeof import("./emoji_kit.tsx");
let kit: Kit | null = null;

interface Offered {
  readonly trigger: Trigger;
  readonly offers: readonly Offer[];
}

/** Completion of `@` names and `:` emoji in the composer: what to offer, and what keys and clicks do with it. */
export function useCompletion(room: Room, field: RefObject<HTMLTextAreaElement>, changed: () => void) {
  const model = useModel();
  const { chat, viewer } = model;
  const { locale } = model.reader.value;
  const text = liveText(locale);
  const [offered, setOffered] = useState<Offered | null>(null);
  const [active, setActive] = useState(0);
  const offers = offered?.offers ?? [];
  const picked = Math.min(active, offers.length - 1);

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    if (offers.length === 0) {
      for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) element.removeAttribute(name);
      return;
    }
    element.setAttribute("aria-autocomplete", "list");
    element.setAttribute("aria-controls", "offers");
    element.setAttribute("aria-activedescendant", `offer-${picked}`);
  }, [offered, picked]);

  const names = (query: string): readonly Offer[] => {
    const details = room.details.value;
    if (details?.kind !== "group") return [];
    const people = chat.people.all.value;
    const members = details.members
      .filter(({ user }) => user.id !== viewer.id)
      .map(({ user }) => people[user.id] ?? user);
    return parts?.offersOfPeople(query, members, MOST) ?? [];
  };
  const put = (trigger: Trigger, inserted: string) => {
    const element = field.current;
    if (!element || !parts) return;
    const done = parts.complete(element.value, element.selectionEnd, trigger, inserted);
    element.value = done.text;
    element.setSelectionRange(done.caret, done.caret);
    changed();
  };
  /** Who writes the second colon goes on writing: no space is added. */
  const putClosed = ({ start }: Trigger, glyph: string) => {
    const element = field.current;
    element?.setRangeText(glyph, start, element.selectionEnd, "end");
    changed();
  };
  const look = () => {
    const element = field.current;
    if (!element) return;
    const { value, selectionEnd: caret } = element;
    setActive(0);
    if (!parts) {
      if (MAY_BEGIN.test(value.slice(0, caret))) void loadParts().then((isLoaded) => isLoaded && look());
      return;
    }
    const closed = kit && parts.closedNameAt(value, caret);
    const emoji = closed && kit?.glyphNamed(closed.query);
    if (closed && emoji) {
      setOffered(null);
      return putClosed(closed, emoji);
    }
    const trigger = parts.triggerAt(value, caret);
    if (trigger?.sign === ":" && !kit?.isReady()) {
      void loadKit().then((isLoaded) => isLoaded && element === document.activeElement && look());
    }
    const found = trigger?.sign === "@"
      ? names(trigger.query)
      : trigger
      ? kit?.offersFor(trigger.query, locale, MOST)
      : [];
    setOffered(trigger && found ? { trigger, offers: found } : null);
  };
  const choose = (offer: Offer | undefined) => {
    setOffered(null);
    if (offered && offer) put(offered.trigger, offer.inserted);
  };
  /** True when the key was for the list. */
  const keyDown = (event: KeyboardEvent): boolean => {
    if (offers.length === 0 || isComposing(event) || event.shiftKey) return false;
    switch (event.key) {
      case "ArrowDown":
        setActive((picked + 1) % offers.length);
        break;
      case "ArrowUp":
        setActive((picked - 1 + offers.length) % offers.length);
        break;
      case "Enter":
      case "Tab":
        choose(offers[picked]);
        break;
      case "Escape":
        setOffered(null);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const list = offered && parts && offers.length > 0 && (
    <parts.Offers
      label={text(offered.trigger.sign === "@" ? "composer.mentions" : "emoji.title")}
      offers={offers}
      active={picked}
      onChoose={choose}
    />
  );
  return { list, look, keyDown, close: () => setOffered(null) };
}

async function loadParts(): Promise<boolean> {
  try {
    parts ??= await import("./completion_parts.tsx");
    return true;
  } catch {
    return false;
  }
}

async function loadKit(): Promise<boolean> {
  try {
    kit ??= await import("./emoji_kit.tsx");
    await kit.ready();
    return true;
  } catch {
    return false; // Without it the colon is a colon.
  }
}
