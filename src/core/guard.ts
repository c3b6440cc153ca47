import { CliError } from './errors';
import type { Instance } from './instance';
import type { Guards, Profile } from './profile';

/** What one step would change through a profile. */
export interface Touching {
  profile: Profile;
  instances: readonly Instance[];
  /** How many instances count, where they are not known yet. */
  count?: number;
}

/** Refuses what profiles are guarded against; no option overrides it. */
export function checkGuards(touchings: readonly Touching[], action: string): void {
  const counts = new Map<string, number>();
  for (const { profile, instances, count = instances.length } of touchings) {
    const { name, guards } = profile;
    refuseReadOnly(name, guards, action);
    const sum = (counts.get(name) ?? 0) + count;
    counts.set(name, sum);
    if (guards.maxTargets !== undefined && sum > guards.maxTargets) {
      throw guarded(name, `allows ${guards.maxTargets} at once, and ${action} would touch ${sum}`, 'maxTargets');
    }
    for (const instance of instances) {
      const pattern = guards.protect?.find((one) => matchesPattern(one, instance.name));
      if (pattern !== undefined) throw guarded(name, `protects ${instance.name} by ${pattern}`, 'protect');
    }
  }
}

/** Refuses any change through a read-only profile. */
export function refuseReadOnly(profile: string, { readOnly }: Guards, action: string): void {
  if (readOnly === true) throw guarded(profile, `is read-only: no ${action}`, 'readOnly');
}

/** The refusal of a guard, with the way to lift it. */
export function guarded(profile: string, what: string, guard: keyof Guards): CliError {
  return new CliError('guarded', `The profile ${profile} ${what}`, {
    hint: `If you are sure: nube profile unguard ${profile} ${guard}`,
    profile,
  });
}

/** `*` stands for any run of characters, `?` for one. Takes no more steps than the two have characters, multiplied. */
export function matchesPattern(pattern: string, name: string): boolean {
  const wanted = [...pattern];
  const found = [...name];
  let at = 0;
  let here = 0;
  let star: { at: number; here: number } | null = null;
  while (here < found.length) {
    if (wanted[at] === '*') {
      at += 1;
      star = { at, here };
    } else if (wanted[at] === '?' || wanted[at] === found[here]) {
      at += 1;
      here += 1;
    } else if (star !== null) {
      star.here += 1;
      at = star.at;
      here = star.here;
    } else return false;
  }
  return wanted.slice(at).every((one) => one === '*');
}
