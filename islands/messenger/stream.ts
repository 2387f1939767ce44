import { signal } from "@preact/signals";
import { isAttentive } from "@/lib/client/attention.ts";
import type { Chat } from "@/lib/client/chat.ts";
import type { Place, Room } from "@/lib/client/room.ts";

/** Nearer to the end than this is at the end: new messages are followed. */
const END_PX = 48;
/** Further up than this the way down is shown. */
const PILL_PX = 200;
/** How long before an edge is reached its messages are asked for. */
const AHEAD_PX = 800;
const LIT_MS = 1_600;
/** For how long after the last movement the day stays over the messages. */
const STILL_MS = 1_200;

/**
 * What the eye is on in one conversation. The scroller is a reversed column: `scrollTop` is 0 at the end and negative above, so
 * older messages move nothing; for newer ones the message at the top of the view is held in place.
 */
export class Stream {
  readonly isAway = signal(false);
  /** Seq of the newest message that was there when the eye was last at the end. */
  readonly seenTo = signal(0);

  readonly #chat: Chat;
  readonly #room: Room;
  #scroller: HTMLElement | null = null;
  #atEnd = true;
  #anchor: Place | null = null;
  /** Where the scroller stood when the anchor was taken. */
  #anchoredAt = 0;
  #placed = false;
  #stillTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(chat: Chat, room: Room) {
    this.#chat = chat;
    this.#room = room;
    this.seenTo.value = room.timeline.highSeq;
  }

  readonly attach = (element: HTMLElement | null): void => {
    this.#scroller = element;
  };

  /** The reader has moved the page. */
  readonly moved = (): void => {
    const scroller = this.#scroller;
    if (!scroller) return;
    scroller.dataset.moving = "";
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => delete scroller.dataset.moving, STILL_MS);
    this.scrolled();
  };

  readonly scrolled = (): void => {
    const scroller = this.#scroller;
    if (!scroller) return;
    const { timeline } = this.#room;
    this.isAway.value = scroller.scrollTop < -PILL_PX || timeline.hasNewer;
    this.#takeAnchor(scroller);
    if (this.#placed) this.#room.place = this.#anchor;
    const above = scroller.scrollHeight - scroller.clientHeight + scroller.scrollTop;
    if (above < AHEAD_PX) void this.#room.loadOlder();
    if (scroller.scrollTop > -AHEAD_PX && timeline.hasNewer) void this.#room.loadNewer();
    this.look();
  };

  /** Called before messages are drawn: the page may have been scrolled without having been told yet. */
  willDraw(): void {
    const scroller = this.#scroller;
    if (scroller && this.#placed && scroller.scrollTop !== this.#anchoredAt) this.#takeAnchor(scroller);
  }

  /** Called after the messages were drawn: first the eye is placed, from then on it is held. */
  drawn(): void {
    if (!this.#scroller || !this.#room.timeline.isLoaded) return;
    if (!this.#placed) {
      this.#placed = true;
      this.#placeFirst();
    } else if (this.#atEnd) this.#scroller.scrollTop = 0;
    else if (this.#anchor) this.#hold(this.#anchor);
    this.scrolled();
  }

  /** Marks as read what has been in view, if somebody is looking. */
  readonly look = (): void => {
    if (!isAttentive()) return;
    const seq = this.#atEnd ? this.#room.timeline.highSeq : this.#lastInView();
    if (this.#atEnd) this.seenTo.value = seq;
    if (seq > 0) this.#chat.read(this.#room.id, seq);
  };

  async toEnd(): Promise<void> {
    await this.#room.jumpToNewest();
    this.#atEnd = true;
    this.#anchor = null;
    requestAnimationFrame(() => {
      if (this.#scroller) this.#scroller.scrollTop = 0;
      this.scrolled();
    });
  }

  /** Brings a message into the middle of the view. */
  async toMessage(seq: number): Promise<boolean> {
    if (!await this.#room.jumpTo(seq)) return false;
    requestAnimationFrame(() => this.#center(seq));
    return true;
  }

  #placeFirst(): void {
    const { lit, place } = this.#room;
    const unread = this.#scroller?.querySelector<HTMLElement>("#unread");
    if (lit.value !== null) this.#center(lit.value);
    else if (place) this.#hold(place);
    else if (unread) this.#moveTo(unread, (this.#scroller?.clientHeight ?? 0) / 3);
  }

  #center(seq: number): void {
    const element = this.#elementOf(seq);
    const height = this.#scroller?.clientHeight ?? 0;
    if (element) this.#moveTo(element, Math.max(0, (height - element.offsetHeight) / 2));
    this.scrolled();
    setTimeout(() => this.#goOut(seq), LIT_MS);
  }

  /** The light goes out, and the address no longer asks for it: who comes back finds the place that was left. */
  #goOut(seq: number): void {
    if (this.#room.lit.value === seq) this.#room.lit.value = null;
    if (location.pathname === `/c/${this.#room.id}` && location.search === `?at=${seq}`) {
      history.replaceState(null, "", location.pathname);
    }
  }

  #hold(place: Place): void {
    const element = this.#elementOf(place.seq);
    if (element) this.#moveTo(element, place.offset);
  }

  /** Scrolls until the element's top stands so far below the top of the view. */
  #moveTo(element: HTMLElement, offset: number): void {
    if (!this.#scroller) return;
    const delta = this.#offsetOf(element) - offset;
    if (Math.abs(delta) >= 1) this.#scroller.scrollTop += delta;
  }

  #takeAnchor(scroller: HTMLElement): void {
    this.#anchoredAt = scroller.scrollTop;
    this.#atEnd = scroller.scrollTop > -END_PX && !this.#room.timeline.hasNewer;
    this.#anchor = this.#atEnd ? null : this.#topMessage();
  }

  #topMessage(): Place | null {
    for (const element of this.#messages()) {
      const offset = this.#offsetOf(element);
      if (offset + element.offsetHeight > 0) return { seq: seqOf(element), offset };
    }
    return null;
  }

  #lastInView(): number {
    const height = this.#scroller?.clientHeight ?? 0;
    const seen = this.#messages().findLast((element) => this.#offsetOf(element) + element.offsetHeight <= height + 1);
    return seen ? seqOf(seen) : 0;
  }

  #offsetOf(element: HTMLElement): number {
    return element.getBoundingClientRect().top - (this.#scroller?.getBoundingClientRect().top ?? 0);
  }

  #messages(): HTMLElement[] {
    return [...this.#scroller?.querySelectorAll<HTMLElement>("li[id^='m']") ?? []];
  }

  #elementOf(seq: number): HTMLElement | null {
    return this.#scroller?.querySelector<HTMLElement>(`#m${seq}`) ?? null;
  }
}

const seqOf = (element: HTMLElement): number => Number(element.id.slice(1));
