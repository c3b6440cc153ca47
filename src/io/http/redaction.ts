import { clean } from '../../core/text';

const asterisks = '********';
const secretName = /token|passw|secret|api[-_]?key|private[-_]?key|authorization|credential|cookie|user[-_]?data/i;
/** A shorter value would be found in any text. */
const shortest = 6;
const deepest = 200;

/** Knows what must not be seen, and leaves it out. */
export interface Redaction {
  /** Takes note of a value that must not be seen anywhere from now on. */
  hide(value: string): void;
  /** The text without any value that was hidden. */
  text(text: string): string;
  /** A JSON value without secret fields and hidden values, for the eye. */
  value(value: unknown): unknown;
  header(name: string, value: string): string;
  url(url: URL): string;
  /** Whether a header or a parameter of this name is a secret. */
  names(name: string): boolean;
  /** Whether a body field of this name and value holds a secret. */
  holds(name: string, value: unknown): boolean;
  /** Whether text that has no fields speaks of a secret or holds one. */
  mentions(text: string): boolean;
}

/** Makes a redaction; `secretFields` are names of body fields, compared ignoring case. */
export function createRedaction(secretFields: readonly string[]): Redaction {
  const fields = new Set(secretFields.map((name) => name.toLowerCase()));
  const hidden = new Set<string>();

  const text = (original: string) => {
    let shown = original;
    for (const value of hidden) shown = shown.replaceAll(value, asterisks);
    return shown;
  };

  const holds = (name: string, value: unknown) =>
    (fields.has(name.toLowerCase()) && value !== null) || (typeof value === 'string' && secretName.test(name));

  const field = (name: string, value: unknown, depth: number) =>
    holds(name, value) ? asterisks : redact(value, depth);

  const redact = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return withoutPairs(text(value));
    if (typeof value !== 'object' || value === null) return value;
    if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
    if (depth > deepest) return '…';
    if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, field(name, item, depth + 1)]));
  };

  return {
    hide(value) {
      if (value.length < shortest) return;
      for (const form of [value, clean(value), encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))]) {
        hidden.add(form);
      }
    },
    text,
    names: (name) => fields.has(name.toLowerCase()) || secretName.test(name),
    holds: (name, value) => value !== '' && holds(name, value),
    mentions: (original) => secretName.test(original) || text(original) !== original,
    value: (value) => redact(value, 0),
    header(name, value) {
      const shown = text(value);
      if (secretName.test(name) && shown === value) return asterisks;
      return withoutPairs(shown);
    },
    url(url) {
      const pairs = [...url.searchParams].map(([name, value]) => {
        const shown = secretName.test(name) ? asterisks : encodeURIComponent(value);
        return `${encodeURIComponent(name)}=${shown}`;
      });
      return text(`${url.origin}${url.pathname}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`);
    },
  };
}

/** The text without the values of secrets that stand in it as in an address; none of it is read twice, however hostile. */
function withoutPairs(text: string): string {
  // A name ends where another can begin; the value of a secret goes on to the next pair.
  const name = /[?&;]([^=&?;\s]+)=/g;
  const value = /[^&\s]+/y;
  let shown = '';
  let copied = 0;
  for (let found = name.exec(text); found !== null; found = name.exec(text)) {
    value.lastIndex = name.lastIndex;
    if (!secretName.test(found[1] as string) || !value.test(text)) continue;
    shown += `${text.slice(copied, name.lastIndex)}${asterisks}`;
    copied = value.lastIndex;
    name.lastIndex = copied;
  }
  return shown + text.slice(copied);
}
