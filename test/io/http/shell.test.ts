import { describe, expect, it } from 'vitest';
import { type Piece, piecesOf, quote } from '../../../src/io/http/shell';

const id = { variable: 'ID_1' };
const token = { variable: 'NUBE_TOKEN' };
const known = new Set(['ID_1', 'NUBE_TOKEN', 'A1']);

describe('text for the shell', () => {
  it.each<[string, Piece[]]>([
    ['', []],
    ['plain', ['plain']],
    ['$ID_1', [id]],
    ['bearer $NUBE_TOKEN', ['bearer ', token]],
    ['/x/%24ID_1/y?of=$ID_1', ['/x/', id, '/y?of=', id]],
    ['$ID_1$NUBE_TOKEN', [id, token]],
    ['$A1.', [{ variable: 'A1' }, '.']],
    // Names of others are text, and what follows them is looked at all the same.
    ['$HOME/$ID_1', ['$HOME/', id]],
    ['$ID_12 $id_1 ID_1 $1 $ %2ID_1', ['$ID_12 $id_1 ID_1 $1 $ %2ID_1']],
    ['$_ID_1', ['$_ID_1']],
  ])('%j is split where a known variable stands', (text, pieces) => {
    expect(piecesOf(text, known)).toEqual(pieces);
  });
});

describe('a word of the shell', () => {
  it.each<[Piece[], string]>([
    [[], "''"],
    [['a b'], "'a b'"],
    [['a', 'b'], "'ab'"],
    [["it's", " 'so'"], "'it'\\''s '\\''so'\\'''"],
    [['$HOME `id` "\\!'], "'$HOME `id` \"\\!'"],
    [[id], '"$ID_1"'],
    [['a ', id, ' b'], '"a $ID_1 b"'],
    [["it's ", id], '"it\'s $ID_1"'],
    // What could be taken for a part of the name is kept apart from it.
    [[id, 'b'], '"${ID_1}b"'],
    [[id, '_'], '"${ID_1}_"'],
    [[id, '7'], '"${ID_1}7"'],
    [[id, '-a'], '"$ID_1-a"'],
    [[id, token], '"$ID_1$NUBE_TOKEN"'],
    // What a shell would read in double quotes stands in single ones.
    [['"', id, '"'], '\'"\'"$ID_1"\'"\''],
    [['$', id], '\'$\'"$ID_1"'],
    [['`', id], '\'`\'"$ID_1"'],
    [['\\', id], '\'\\\'"$ID_1"'],
    [['!', id, 'b'], "'!'\"$ID_1\"'b'"],
  ])('of %j is read as exactly that', (pieces, word) => {
    expect(quote(pieces)).toBe(word);
  });

  it('keeps a variable apart each time that it stands there', () => {
    expect(quote([id, '-', { variable: 'ID_1' }, 'b'])).toBe('"$ID_1-${ID_1}b"');
    expect(quote([id, '-', id, 'b'])).toBe('"$ID_1-${ID_1}b"');
  });
});
