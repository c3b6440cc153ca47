import { isName } from './stored';

/** A name for a profile that is free and like the one wanted; of the provider's where nothing is left of that. */
export function freeName(wanted: string, provider: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[^\p{L}\p{N}]+|-+$/gu, '');
  const name = isName(plain) ? plain : `${provider}${plain === '' ? '' : `-${plain}`}`;
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}
