import type { Chance } from './chance';
import type { Exchange } from './record';

/** A list of answers, one or some of which are no longer what the provider said. */
export interface Falsified {
  exchanges: readonly Exchange[];
  /** What was done to them, in words. */
  how: string;
  /** Every change is refused for good, so that none may be reported as done. */
  refused: boolean;
}

const controls = '\u001b[31mred\u001b[0m\u001b]8;;http://x\u0007\u009b1m\r\n\u0000\u202e\u200b\ud800';
const texts = [
  '',
  ' ',
  controls,
  'x'.repeat(20_000),
  '../../etc/passwd',
  '..',
  '?a=b#c',
  '%2e%2e%2f',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e999',
  '0x10',
  '2026-13-45T99:99:99Z',
  '0001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  'failed',
  'ERROR',
  'deleted',
  '{"a":1}',
  '=cmd|x',
  "'; rm -rf / #",
  '-oProxyCommand=x',
  '日本語 🏳️‍🌈',
];
const numbers = [0, -0, -1, 1, 0.5, -1.5, 2 ** 31, 2 ** 53, 2 ** 53 + 2, -(2 ** 63), 1e21, 1e308, 5e-324];
const statuses = [200, 201, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 410, 418, 422, 429];
const faults = [500, 501, 502, 503, 504, 520, 599];
const refusals = [400, 401, 403, 404, 405, 409, 410, 422, 429, 500, 502, 503];
const mutated = ['id', 'name', 'status', 'state', 'data', 'items', 'total', 'error', 'errors', 'success', '__proto__'];

/** The same answers with one to four things wrong. `errorBody` is how the provider puts a refusal. */
export function falsify(
  exchanges: readonly Exchange[],
  chance: Chance,
  errorBody: (status: number) => unknown,
): Falsified {
  const changing = exchanges.filter(isChange);
  if (changing.length > 0 && chance.next() < 0.25) return refuse(exchanges, chance, errorBody);
  const wrong = [...exchanges];
  const how: string[] = [];
  const count = chance.next() < 0.6 ? 1 : 1 + chance.below(4);
  for (let done = 0; done < count && wrong.length > 0; done += 1) {
    const index = chance.below(wrong.length);
    const exchange = wrong[index] as Exchange;
    const [changed, what] = falsifyOne(exchange, chance, errorBody);
    wrong[index] = changed;
    how.push(`${exchange.method} ${exchange.target}: ${what}`);
  }
  return { exchanges: wrong, how: how.join('; '), refused: false };
}

/** Whether a request changes something; signing in doesn't. */
export const isChange = ({ method, target }: Pick<Exchange, 'method' | 'target'>): boolean =>
  method !== 'GET' && method !== 'HEAD' && !target.startsWith('/oauth/');

function refuse(exchanges: readonly Exchange[], chance: Chance, errorBody: (status: number) => unknown): Falsified {
  const status = chance.one(refusals);
  const sent = chance.next() < 0.25 ? 200 : status;
  const body = JSON.stringify(errorBody(sent === 200 ? 500 : status));
  return {
    exchanges: exchanges.map((one) =>
      isChange(one) ? { ...one, status: sent, headers: { 'content-type': 'application/json' }, body } : one,
    ),
    how: `every change is refused with ${status}, sent as ${sent}`,
    // An answer of 500 and more, or that the time was up, leaves open what came of it: looking may show that it is done.
    refused: sent < 500,
  };
}

function falsifyOne(
  exchange: Exchange,
  chance: Chance,
  errorBody: (status: number) => unknown,
): [changed: Exchange, what: string] {
  const roll = chance.next();
  if (roll < 0.1) {
    const status = chance.one(chance.next() < 0.7 ? statuses : faults);
    const body = chance.next() < 0.5 ? exchange.body : JSON.stringify(errorBody(status));
    return [{ ...exchange, status, body }, `status ${status}`];
  }
  if (roll < 0.14) {
    const [name, value] = chance.one([
      ['content-type', 'text/html'],
      ['content-type', 'application/json; charset=utf-16'],
      ['content-encoding', 'gzip'],
      ['retry-after', '-5'],
      ['retry-after', 'soon'],
      ['retry-after', '99999999999'],
      ['location', '//other.invalid/'],
      ['location', '/../../x'],
      ['date', 'never'],
      ['x-request-id', 'a\u009bb'],
    ] as const);
    return [{ ...exchange, headers: { ...exchange.headers, [name]: value } }, `header ${name}: ${value}`];
  }
  if (roll < 0.24 || !/^\s*[[{]/.test(exchange.body)) return spoilText(exchange, chance);
  let value: unknown;
  try {
    value = JSON.parse(exchange.body);
  } catch {
    return spoilText(exchange, chance);
  }
  try {
    const [changed, what] = spoilValue(value, chance);
    return [{ ...exchange, body: JSON.stringify(changed) ?? 'null' }, what];
  } catch {
    // Deeper than can be copied or written: several pieces of bad luck in one place.
    return spoilText(exchange, chance);
  }
}

function spoilText(exchange: Exchange, chance: Chance): [Exchange, string] {
  const { body } = exchange;
  const at = chance.below(body.length + 1);
  const flip = () => {
    const bytes = Buffer.from(body);
    for (let left = 1 + chance.below(5); left > 0 && bytes.length > 0; left -= 1) {
      const place = chance.below(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << chance.below(8));
    }
    return bytes.toString('latin1');
  };
  const ways: readonly (readonly [string, () => string])[] = [
    ['bytes flipped', flip],
    [`cut at ${at}`, () => body.slice(0, at)],
    [`a piece is missing at ${at}`, () => body.slice(0, at) + body.slice(at + 1 + chance.below(20))],
    [`a piece comes twice at ${at}`, () => body.slice(0, at) + body.slice(Math.max(0, at - 20))],
    ['empty', () => ''],
    ['blank', () => ' \n'],
    ['a page of HTML', () => '<html><body>Bad Gateway</body></html>'],
    ['a mark before it', () => `\ufeff${body}`],
    ['twice', () => body + body],
    ['null', () => 'null'],
    ['a text', () => '"text"'],
    ['a list', () => '[]'],
    ['an object', () => '{}'],
    ['deep', () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['a key comes twice', () => body.replace(/"(\w+)":/, (whole, name) => `"${name}":{"${name}":null},${whole}`)],
  ];
  const [what, spoil] = chance.one(ways);
  return [{ ...exchange, body: spoil() }, what];
}

interface Node {
  owner: Record<string, unknown> | unknown[];
  key: string | number;
  path: string;
}

/** All places in a value that are not too deep, the root aside. */
function nodesOf(value: unknown, path: string, found: Node[], depth = 0): Node[] {
  if (typeof value !== 'object' || value === null || depth > 100) return found;
  for (const [key, item] of Object.entries(value)) {
    const owner = value as Record<string, unknown>;
    const below = `${path}.${key}`;
    found.push({ owner, key, path: below });
    nodesOf(item, below, found, depth + 1);
  }
  return found;
}

const itemAt = ({ owner, key }: Node): unknown => (owner as Record<string | number, unknown>)[key];

function spoilValue(value: unknown, chance: Chance): [unknown, string] {
  const holder = { body: value };
  const nodes = nodesOf(holder, '', []);
  // What stands near the root decides more than the many leaves of a long list.
  const shallow = nodes.filter(({ path }) => path.split('.').length < 5);
  const { owner, key, path } = chance.one(chance.next() < 0.5 ? shallow : nodes);
  const at = owner as Record<string | number, unknown>;
  const old = at[key];
  const put = (item: unknown, what: string): [unknown, string] => {
    Object.defineProperty(at, key, { value: item, enumerable: true, configurable: true, writable: true });
    return [holder.body, `${path} ${what}`];
  };
  const ways: readonly (() => [unknown, string])[] = [
    () => {
      if (Array.isArray(owner)) owner.splice(Number(key), 1);
      else if (owner !== (holder as unknown)) delete at[key];
      return [holder.body, `${path} is missing`];
    },
    () => {
      if (Array.isArray(owner) || owner === (holder as unknown)) return put([old], 'in a list');
      const name = chance.one(mutated);
      delete at[key];
      Object.defineProperty(at, name, { value: old, enumerable: true, configurable: true, writable: true });
      return [holder.body, `${path} is called ${name}`];
    },
    () => put(null, 'is null'),
    () => put(chance.next() < 0.5, 'is true or false'),
    () => put(chance.one(numbers), 'is a number'),
    () => {
      const text = chance.one(texts);
      return put(text, `is ${JSON.stringify(text.slice(0, 60))}`);
    },
    () => put(typeof old === 'string' ? Number.parseFloat(old) || 7 : String(old), 'is of another type'),
    () => put([], 'is an empty list'),
    () => put({}, 'is an empty object'),
    () => put([old, null, old, 7, 'x', {}], 'is in a list with others'),
    () => put({ id: old, name: old, value: old }, 'is in an object'),
    () => put(nested(chance.below(800), old), 'is deep'),
    () => put(structuredClone(itemAt(chance.one(nodes))), 'is another part'),
    () => put(typeof old === 'string' ? old + chance.one(texts) : old, 'has more'),
    () => put(Array.isArray(old) ? Array.from({ length: 50 }, () => old[0]) : old, 'is the same many times'),
    () => put(Array.isArray(old) ? [...old].reverse() : typeof old === 'number' ? -old : old, 'is turned round'),
  ];
  return chance.one(ways)();
}

function nested(depth: number, inner: unknown): unknown {
  let value = inner;
  for (let left = depth; left > 0; left -= 1) value = left % 2 === 0 ? [value] : { value };
  return value;
}
