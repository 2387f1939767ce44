import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { complete, completionsFor, triggerAt } from "@/lib/client/completion.ts";
import type { Room } from "@/lib/client/room.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import { useModel } from "./model.ts";

const MOST = 6;

/** Completion of `@` names in the composer: what to offer, and what keys and clicks do with it. */
export function useMentions(room: Room, field: RefObject<HTMLTextAreaElement>, changed: () => void) {
  const { chat, viewer } = useModel();
  const [offered, setOffered] = useState<readonly PersonJson[]>([]);
  const [active, setActive] = useState(0);
  const picked = Math.min(active, offered.length - 1);

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    if (offered.length === 0) {
      for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) element.removeAttribute(name);
      return;
    }
    element.setAttribute("aria-autocomplete", "list");
    element.setAttribute("aria-controls", "mentions");
    element.setAttribute("aria-activedescendant", `mention-${picked}`);
  }, [offered, picked]);

  const look = () => {
    const element = field.current;
    const isGroup = room.details.value?.kind === "group";
    const trigger = element && isGroup ? triggerAt(element.value, element.selectionEnd) : null;
    const people = chat.people.all.value;
    const members = (room.details.value?.members ?? [])
      .filter(({ user }) => user.id !== viewer.id)
      .map(({ user }) => people[user.id] ?? user);
    setOffered(trigger ? completionsFor(trigger.query, members, MOST) : []);
    setActive(0);
  };
  const choose = (person: PersonJson | undefined) => {
    const element = field.current;
    const trigger = element && triggerAt(element.value, element.selectionEnd);
    setOffered([]);
    if (!element || !trigger || !person) return;
    const done = complete(element.value, element.selectionEnd, trigger, person.username);
    element.value = done.text;
    element.setSelectionRange(done.caret, done.caret);
    changed();
  };
  /** True when the key was for the list. */
  const keyDown = (event: KeyboardEvent): boolean => {
    if (offered.length === 0 || event.isComposing || event.shiftKey) return false;
    switch (event.key) {
      case "ArrowDown":
        setActive((picked + 1) % offered.length);
        break;
      case "ArrowUp":
        setActive((picked - 1 + offered.length) % offered.length);
        break;
      case "Enter":
      case "Tab":
        choose(offered[picked]);
        break;
      case "Escape":
        setOffered([]);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { offered, picked, look, choose, keyDown, close: () => setOffered([]) };
}
