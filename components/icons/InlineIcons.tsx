/** The icons that stand in every message, defined once a page: a reference to them is short, and they are there at once. */
export function InlineIcons() {
  return (
    <svg hidden>
      <symbol id="i-ellipsis" viewBox="0 0 24 24">
        <circle cx="5" cy="12" r="1" />
        <circle cx="12" cy="12" r="1" />
        <circle cx="19" cy="12" r="1" />
      </symbol>
      <symbol id="i-tick-queued" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6" />
        <path d="M8 4.8V8l2.1 1.3" />
      </symbol>
      <symbol id="i-tick-sending" viewBox="0 0 16 16">
        <path d="M14 8a6 6 0 1 1-6-6" />
      </symbol>
      <symbol id="i-tick-sent" viewBox="0 0 16 16">
        <path d="m2.8 8.6 3.3 3.2 7.1-7.4" />
      </symbol>
      <symbol id="i-tick-delivered" viewBox="0 0 16 16">
        <path d="m.8 8.8 2.9 2.9 6.2-6.5M8.2 11.5l.3.2 6.6-6.6" />
      </symbol>
      <symbol id="i-tick-read" viewBox="0 0 16 16">
        <circle class="full" cx="8" cy="8" r="7" />
        <path class="hole" d="m5 8.3 2.1 2.1L11 6" />
      </symbol>
    </svg>
  );
}
