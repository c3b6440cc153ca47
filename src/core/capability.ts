import { type Changing, isUnsupported } from './driver';
import { CliError } from './errors';
import type { Instance } from './instance';

/** The capability, or its absence as `not_supported` with the provider's reason. */
export function capabilityOf<T extends object>(
  capability: T,
  title: string,
  action: string,
): Exclude<T, { unsupported: string }> {
  if (!isUnsupported(capability)) return capability as Exclude<T, { unsupported: string }>;
  throw new CliError('not_supported', `${title} has no ${action}: ${capability.unsupported}`, {
    hint: capability.hint ?? 'nube providers shows what each provider can do.',
  });
}

/** Refuses those of the verb's own options that this provider does not honour. */
export function checkOptions(
  capability: { options?: readonly string[] },
  title: string,
  action: string,
  input: object,
): void {
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || capability.options?.includes(name) === true) continue;
    throw new CliError('option_not_available', `${title} has no --${optionName(name)} for ${action}`, {
      hint: `nube help ${action} shows which providers have it.`,
    });
  }
}

/** The flag of an input's field: `memoryMiB` is `memory`, `wholeContainer` is `whole-container`. */
export function optionName(field: string): string {
  return field.replace(/(MiB|GiB)$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Refuses an instance whose state does not allow the action. */
export function checkState({ from }: Changing<never>, { profile, id, name, state }: Instance, action: string): void {
  if (from === undefined || from.includes(state)) return;
  const way =
    from.includes('running') && (state === 'stopped' || state === 'suspended')
      ? `nube start ${profile}/${id}`
      : from.includes('stopped') && state === 'running'
        ? `nube stop ${profile}/${id}`
        : `nube get ${profile}/${id}`;
  throw new CliError('wrong_state', `${name} is ${state}; to ${action} it, it must be ${from.join(' or ')}`, {
    hint: way,
  });
}
