export interface SlowRow {
  readonly text: string;
  readonly facts: readonly string[];
}

/** Statements that took long, as text of the store. */
export function SlowList({ rows, comma }: { readonly rows: readonly SlowRow[]; readonly comma: string }) {
  return (
    <ul class="rowsbox">
      {rows.map(({ text, facts }) => (
        <li class="setting" key={text}>
          <div>
            <code class="name" translate={false} dir="ltr">{text}</code>
            <p class="hint">{facts.join(comma)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
