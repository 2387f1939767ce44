import type { ComponentChildren, Ref } from "preact";

export interface ChatFrameProps {
  readonly header: ComponentChildren;
  readonly banner?: ComponentChildren;
  /** Floats over the top of the messages. */
  readonly connection?: ComponentChildren;
  readonly timeline: ComponentChildren;
  /** Floats over their end. */
  readonly pill?: ComponentChildren;
  readonly typing: ComponentChildren;
  readonly composer: ComponentChildren;
  readonly scrollerRef?: Ref<HTMLDivElement>;
  readonly onScroll?: (event: Event) => void;
}

/**
 * The chat pane: header, messages, composer. The scroller's only child stands in a reversed column, so that a page without
 * script opens at its end and stays there; `scrollTop` is therefore 0 at the end and negative above it.
 */
export function ChatFrame(props: ChatFrameProps) {
  return (
    <main class="chat" id="main" tabIndex={-1}>
      {props.header}
      {props.banner}
      <div class="middle">
        {props.connection}
        <div class="scroller" ref={props.scrollerRef} onScroll={props.onScroll}>
          <div class="scrolled">{props.timeline}</div>
        </div>
        {props.pill}
      </div>
      <footer class="foot">
        {props.typing}
        {props.composer}
      </footer>
    </main>
  );
}
