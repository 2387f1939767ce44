/** A place in rows of unequal length. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export function rowsOf<T>(items: readonly T[], columns: number): readonly (readonly T[])[] {
  return Array.from(
    { length: Math.ceil(items.length / columns) },
    (_, row) => items.slice(row * columns, (row + 1) * columns),
  );
}

/** Where a key leads from a cell; null for keys that belong to the field. Left and right go on over the ends of rows. */
export function moveIn(widths: readonly number[], { row, column }: Cell, key: string): Cell | null {
  const last = widths.length - 1;
  const within = (next: number, wanted = column): Cell => {
    const there = Math.max(0, Math.min(last, next));
    return { row: there, column: Math.max(0, Math.min(wanted, (widths[there] ?? 1) - 1)) };
  };
  switch (key) {
    case "ArrowDown":
      return within(row + 1);
    case "ArrowUp":
      return within(row - 1);
    case "ArrowRight":
      return column + 1 < (widths[row] ?? 0) || row === last ? within(row, column + 1) : within(row + 1, 0);
    case "ArrowLeft":
      return column > 0 || row === 0 ? within(row, column - 1) : within(row - 1, Infinity);
    case "PageDown":
      return within(row + PAGE);
    case "PageUp":
      return within(row - PAGE);
    default:
      return null;
  }
}

const PAGE = 5;
