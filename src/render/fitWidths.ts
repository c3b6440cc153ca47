/** What a column of texts needs to be laid out. */
export interface Strip {
  /** The widest of its texts and its heading, in cells. */
  natural: number;
  /** Cells that the heading takes. */
  heading: number;
  /** Never left out, and cut only where the line would break otherwise. */
  keep: boolean;
  /** Numbers and times: nothing of them can be cut, but they can be left out. */
  solid: boolean;
  /** Not cut either, and left out only after the others. */
  whole: boolean;
  wide: boolean;
}

/** Cells between two columns. */
export const gap = 2;

/**
 * How wide each column may be in so many cells; 0 leaves it out. The widest are cut first, and no column below what
 * still says something; before that, columns are left out, from the last to the first, those of `wide` before others.
 * Columns that were asked for by name are cut instead.
 */
export function fitWidths(strips: readonly Strip[], width: number, named: boolean): number[] {
  const shown = new Set(strips.keys());
  const least = strips.map(({ natural, heading, keep, solid, whole }) =>
    keep || solid || whole ? natural : Math.min(natural, named ? 4 : Math.max(heading, 10)),
  );
  const total = (sizes: readonly number[]): number =>
    [...shown].reduce((sum, index) => sum + (sizes[index] ?? 0), Math.max(0, shown.size - 1) * gap);
  const droppable = named ? [] : dropOrder(strips);
  for (const index of droppable) {
    if (total(least) <= width) break;
    shown.delete(index);
  }
  const sizes = strips.map(({ natural }) => natural);
  const cut = (down: readonly number[]): void => {
    for (let excess = total(sizes) - width; excess > 0; excess -= 1) {
      const open = [...shown].filter((index) => (sizes[index] ?? 0) > (down[index] ?? 0));
      if (open.length === 0) return;
      const widest = open.reduce((best, index) => ((sizes[index] ?? 0) > (sizes[best] ?? 0) ? index : best));
      sizes[widest] = (sizes[widest] ?? 0) - 1;
    }
  };
  cut(least);
  // A line that breaks is worse than a name that is cut.
  cut(
    strips.map(({ natural, heading, solid, whole }) =>
      solid || whole ? natural : Math.min(natural, Math.max(heading, 20)),
    ),
  );
  return sizes.map((size, index) => (shown.has(index) ? size : 0));
}

function dropOrder(strips: readonly Strip[]): number[] {
  const last = [...strips.keys()].reverse().filter((index) => strips[index]?.keep !== true);
  const rank = (index: number) => (strips[index]?.whole ? 2 : strips[index]?.wide ? 0 : 1);
  return last.sort((a, b) => rank(a) - rank(b));
}
