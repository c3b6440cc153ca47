/**
 * In this order: whole escape sequences (CSI, then OSC and the other strings that end in ST or BEL, then short ones),
 * line breaks and tabs, halves of surrogate pairs, every other control or invisible character. A joiner or variation
 * selector stays where it is part of an emoji. One pass over the original, so that removing can't put together
 * anything new; no part of it can scan the same text twice.
 */
const unsafe = [
  String.raw`((?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]`,
  String.raw`(?:\x1b[P\]X^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x9c|\x1b\\)`,
  String.raw`\x1b[ -/]{0,8}[0-~])`,
  String.raw`([\t\n\v\f\r\x85\u2028\u2029]+)`,
  String.raw`(\p{Cs})`,
  String.raw`[\x00-\x1f\x7f-\x9f\ufff9-\ufffb]`,
  String.raw`(?:(?![\u200d\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point})+`,
  String.raw`(?<!\p{Emoji})[\ufe0e\ufe0f]`,
  String.raw`(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d`,
  String.raw`\u200d(?!\p{Extended_Pictographic})`,
].join('|');

/**
 * Anything but printable ASCII, letters of Latin-1 and its first extension, dashes, quotation marks and ellipses, of which
 * `unsafe` takes nothing. Only to read that pattern takes a fiftieth of Node's start, so that it is made for texts that need it.
 */
const suspicious = /[^ -~\u00a1-\u00ac\u00ae-\u017f\u2010-\u2027]/;

/**
 * The text as one line that is safe on a terminal: escape sequences vanish, line breaks and tabs become one space,
 * other control, direction and invisible characters are dropped, halves of surrogate pairs become U+FFFD. Text longer
 * than `limit` UTF-16 units ends in `…`.
 */
export function clean(text: string, limit = Number.POSITIVE_INFINITY): string {
  const safe = suspicious.test(text)
    ? text.replace(new RegExp(unsafe, 'gu'), (_whole, _sequence, space, half) => (space ? ' ' : half ? '\ufffd' : ''))
    : text;
  return safe.length <= limit ? safe : `${safe.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** As `clean`, but keeps tabs, and line breaks as `\n`. */
export function cleanLines(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(/\r\n?|[\u2028\u2029\x85]/g, '\n').replace(/[^\n\t]+/g, (part) => clean(part));
}
