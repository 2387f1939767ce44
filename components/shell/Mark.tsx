/** Our sign: the letter F with two flowing arms. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M7 28V6.5M7 6.5c4.2-4 7.6 3 11.6 1.2 2.2-1 3.6-2.6 6.4-2.6M7 17.5c3.6-3.4 6.4 2.4 9.8.9 1.800-.8 3-2 5.200-2" />
    </svg>
  );
}
