import { CliError } from './errors';
import type { Guards } from './profile';
import type { Step } from './step';

/** Refuses what a profile is guarded against; no option overrides it. */
export function checkGuards(steps: readonly Step[], action: string): void {
  const counts = new Map<string, number>();
  for (const { connection, plan } of steps) {
    const { name: profile, guards } = connection.profile;
    refuseReadOnly(profile, guards, action);
    const count = (counts.get(profile) ?? 0) + Math.max(1, plan.targets.length);
    counts.set(profile, count);
    if (guards.maxTargets !== undefined && count > guards.maxTargets) {
      throw guarded(profile, `allows ${guards.maxTargets} targets at once`, 'maxTargets');
    }
    for (const { instance } of plan.targets) {
      const pattern = guards.protect?.find((one) => matchesPattern(one, instance.name));
      if (pattern !== undefined) throw guarded(profile, `protects ${instance.name} by ${pattern}`, 'protect');
    }
  }
}

/** Refuses any change through a read-only profile. */
export function refuseReadOnly(profile: string, { readOnly }: Guards, action: string): void {
  if (readOnly === true) throw guarded(profile, `is read-only: no ${action}`, 'readOnly');
}

function guarded(profile: string, what: string, guard: string): CliError {
  return new CliError('guarded', `The profile ${profile} ${what}`, {
    hint: `If you are sure: nube profile unguard ${profile} ${guard}`,
    profile,
  });
}

/** `*` stands for any run of characters, `?` for one. */
export function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}
