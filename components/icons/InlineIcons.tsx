/** The icons that stand in every message, defined once a page: a reference to them is short, and they are there at once. */
export function InlineIcons() {
  return (
    <svg hidden>
      <symbol id="i-tick-queued" viewBox="0 0 16 16">
        <path d="M2 8a6 6 0 1 1 12 0A6 6 0 1 1 2 8m6-3.2V8l2.1 1.3" />
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
        <path class="full" d="M1 8a7 7 0 1 1 14 0A7 7 0 1 1 1 8" />
        <path class="hole" d="m5 8.3 2.1 2.1L11 6" />
      </symbol>
    </svg>
  );
}
