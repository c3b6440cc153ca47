const UNITS = 'bkmgtp';

/** Bytes in a size such as `512M`, `10GB` or `1t`; undefined when it isn't one. */
export function parseDataSize(text: unknown): number | undefined {
  const match = /^([0-9]+)([bkmgtp])b?$/.exec(typeof text === 'string' && !/bb$/i.test(text) ? text.toLowerCase() : '');
  if (!match) return undefined;
  return Number(match[1]) * 1024 ** UNITS.indexOf(match[2] as string);
}
