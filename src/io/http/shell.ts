/** A piece of a shell word: text as it stands, or a variable to be expanded. */
export type Piece = string | { variable: string };

/** Splits text at the variables in `known` (`NUBE_TOKEN`, `ID_1`), written `$NAME` or, in addresses, `%24NAME`. */
export function piecesOf(text: string, known: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(/(?:\$|%24)([A-Z_][A-Z0-9_]*)/g)) {
    const variable = found[1] as string;
    if (!known.has(variable)) continue;
    pieces.push(text.slice(from, found.index), { variable });
    from = found.index + found[0].length;
  }
  return [...pieces, text.slice(from)].filter((piece) => piece !== '');
}

/** One word that any POSIX shell reads as exactly this text, with its variables expanded. */
export function quote(pieces: readonly Piece[]): string {
  const texts = pieces.filter((piece) => typeof piece === 'string');
  if (texts.length === pieces.length) return `'${texts.join('').replaceAll("'", "'\\''")}'`;
  if (/["$`\\!]/.test(texts.join(''))) return pieces.map((piece) => quote([piece])).join('');
  return `"${pieces.map((piece, index) => expanded(piece, pieces[index + 1])).join('')}"`;
}

function expanded(piece: Piece, next: Piece | undefined): string {
  if (typeof piece === 'string') return piece;
  return typeof next === 'string' && /^\w/.test(next) ? `\${${piece.variable}}` : `$${piece.variable}`;
}
