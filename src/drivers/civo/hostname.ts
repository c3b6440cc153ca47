import { CliError } from '../../core/errors';

/** Refuses a name that Civo would not take as a hostname. */
export function checkHostname(name: string): void {
  if (name.length <= 63 && /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name)) return;
  throw new CliError('invalid_value', `${JSON.stringify(name)} cannot be the name of an instance at Civo`, {
    hint: 'It takes up to 63 letters, digits, "-" and ".", with a letter or digit at both ends.',
  });
}
