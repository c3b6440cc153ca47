import type { Options } from './option';

const hidden = '…';

/**
 * A command line as it may be written down: without the values of options that may hold secrets, without the query of
 * a path, and without the words after `--`, which are for another machine.
 */
export function shownLine(line: readonly string[], options: Options): readonly string[] {
  const own = line.indexOf('--') < 0 ? line : line.slice(0, line.indexOf('--'));
  const secret = new Set(
    Object.values(options)
      .filter((option) => option.secret === true)
      .map(({ name }) => `--${name}`),
  );
  const shown = own.map((word, index) => {
    if (secret.has(own[index - 1] as string)) return hidden;
    if (word.startsWith('/')) return word.replace(/\?.*/s, `?${hidden}`);
    const [flag] = word.split('=') as [string];
    return word.includes('=') && secret.has(flag) ? `${flag}=${hidden}` : word;
  });
  return own.length < line.length ? [...shown, '--', hidden] : shown;
}
