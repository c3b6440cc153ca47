import { Secret } from '../../core/secret';

/** A copy without secrets, and without the provider's own answers: neither is ever written down. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, part]) => !(part instanceof Secret) && name !== 'raw')
      .map(([name, part]) => [name, plain(part)]),
  );
}
