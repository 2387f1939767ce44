/** The sine that dies into a straight line: our sign for "new for you" and for a beginning. */
export function Ripple() {
  return (
    <svg class="ripple" viewBox="0 0 144 16" preserveAspectRatio="xMinYMid meet" aria-hidden="true">
      <path d="M2 8c3-7.5 9-7.5 14-1.5S25 15 31 9.5s8-5 13-1 7 4 12 1 7-2.500 11-.8 6 .8 10 0 3-.3 6-.2H142" />
    </svg>
  );
}
