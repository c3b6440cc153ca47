/** A piece of a shell word: text as it stands, or a variable to be expanded. */
export type Piece = string | { variable: string };

/** Splits text at the variables in `known` (`NUBE_TOKEN`, `ID_1`), written `$NAME` or, in addresses, `%24NAME`. */
export function piecesOf(text: string, known: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(/(?:\$|%24)([A-Z_][A-Z0-9_]*)/g)) {
    const variable = found[1] ?? '';
    if (!known.has(variable)) continue;
    pieces.push(text.slice(from, found.index), { variable });
    from = found.index + found[0].length;
  }
  return [...pieces, text.slice(from)].filter((piece) => piece !== '');
}

/** One word that any POSIX shell reads as exactly this text, with its variables expanded. */
export function quote(pieces: readonly Piece[]): string {
  const variables = pieces.some((piece) => typeof piece !== 'string');
  const plain = pieces.every((piece) => typeof piece !== 'string' || !/["$`\\!]/.test(piece));
  if (!variables) return `'${pieces.join('').replaceAll("'", "'\\''")}'`;
  if (plain) return `"${pieces.map((piece) => expanded(piece, pieces)).join('')}"`;
  return pieces.map((piece) => (typeof piece === 'string' ? quote([piece]) : `"$${piece.variable}"`)).join('');
}

function expanded(piece: Piece, pieces: readonly Piece[]): string {
  if (typeof piece === 'string') return piece;
  const next = pieces[pieces.indexOf(piece) + 1];
  return typeof next === 'string' && /^\w/.test(next) ? `\${${piece.variable}}` : `$${piece.variable}`;
}
