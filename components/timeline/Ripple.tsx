/** The sine that dies into a straight line: our sign for "new for you" and for a beginning. */
export function Ripple() {
  return (
    <svg class="ripple" viewBox="0 0 60 10" aria-hidden="true">
      <path
        d="M1 5C1.9 2.60 2.9 1 4.2 1C7.0 1 8.0 8.10 10.8 8.10C13.6 8.10 14.6 2.80 17.4 2.80C20.2 2.80 21.2 6.45 24.0 6.45C26.8 6.45 27.8 4.20 30.6 4.20C33.4 4.20 34.4 5.35 37.2 5.35C40.2 5.35 42.2 5 46.2 5H60"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
