import { CliError } from './core/errors';
import type { System } from './io/system';

/** A number that a variable of the sandbox gives, or undefined where it is not set. Throws `invalid_value`. */
export function sandboxNumber(system: System, name: string): number | undefined {
  const value = system.variable(name);
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  throw new CliError('invalid_value', `${name} takes a number, not ${JSON.stringify(value)}`);
}

/** How many times faster than the real one the sandbox's clock runs, and waiting with it. */
export function sandboxSpeed(system: System): number {
  return Math.max(0.001, sandboxNumber(system, 'NUBE_SANDBOX_SPEED') ?? 1);
}
