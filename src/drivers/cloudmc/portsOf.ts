import { CliError } from '../../core/errors';

/** Ports as they are sent: texts, each once. Throws `invalid_value` for anything but a port. */
export function portsOf(given: readonly string[]): string[] {
  const bad = given.find((port) => !/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535);
  if (bad === undefined) return [...new Set(given)];
  throw new CliError('invalid_value', `--forward-port takes ports from 1 to 65535, not ${JSON.stringify(bad)}`);
}
