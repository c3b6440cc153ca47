/** Repeatable choices. The same starting state gives the same answers, and the state is one number that fits into JSON. */
export interface Random {
  /** Where the sequence stands; store it to go on from here later. */
  readonly state: number;
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** That many hexadecimal digits. */
  hex(digits: number): string;
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** That many letters and digits, none of them easily mistaken for another. */
  word(length: number): string;
}

/** Each byte as two digits; numbers beyond 31 bits are slow to write in another base. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

export function createRandom(start: number): Random {
  let state = start >>> 0;

  function whole(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  function eight(): string {
    const number = whole();
    return four(number >>> 16) + four(number);
  }

  function below(limit: number): number {
    return Math.floor((whole() / 0x1_0000_0000) * limit);
  }

  return {
    get state() {
      return state;
    },
    next: () => whole() / 0x1_0000_0000,
    below,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    hex(digits) {
      let text = '';
      while (text.length < digits) text += eight();
      return text.slice(0, digits);
    },
    uuid() {
      const a = eight();
      const b = whole();
      const c = whole();
      const d = eight();
      const version = 0x4000 | (b & 0xfff);
      const variant = 0x8000 | ((whole() & 3) << 12) | ((c >>> 16) & 0xfff);
      // Copied, it is one string; joined, it would keep all of its parts.
      const text = `${a}-${four(b >>> 16)}-${four(version)}-${four(variant)}-${four(c)}${d}`;
      return Buffer.from(text, 'latin1').toString('latin1');
    },
    word(length) {
      let text = '';
      for (let count = 0; count < length; count += 1) text += LETTERS[whole() & 31];
      return text;
    },
  };
}

/** The last sixteen bits as four digits. */
function four(number: number): string {
  return `${HEX[(number >>> 8) & 255]}${HEX[number & 255]}`;
}

/** A starting state made of a number and a name, so that one seed serves several providers without giving them the same ids. */
export function randomStart(seed: number, name: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
