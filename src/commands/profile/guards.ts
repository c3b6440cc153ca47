import { CliError } from '../../core/errors';
import type { Guards } from '../../core/profile';

export const guardNames: readonly string[] = ['readOnly', 'protect', 'maxTargets', 'confirm'];

export function tightened(guards: Guards, key: string, value: string, name: string): Guards {
  const looser = () =>
    new CliError('guarded', `profile set only tightens guards`, {
      hint: `To loosen it: nube profile unguard ${name} ${key}`,
    });
  if (key === 'readOnly') {
    if (value !== 'true') throw looser();
    return { ...guards, readOnly: true };
  }
  if (key === 'confirm') {
    if (value !== 'typed') throw looser();
    return { ...guards, confirm: 'typed' };
  }
  if (key === 'maxTargets') {
    const limit = Number(value);
    if (!/^\d+$/.test(value))
      throw new CliError('invalid_value', `maxTargets takes a whole number, not ${JSON.stringify(value)}`);
    if (guards.maxTargets !== undefined && limit > guards.maxTargets) throw looser();
    return { ...guards, maxTargets: limit };
  }
  const patterns = value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (guards.protect?.some((one) => !patterns.includes(one))) throw looser();
  if (patterns.length === 0) {
    throw new CliError('invalid_value', 'protect takes patterns of names', {
      hint: "For example protect='prod-*,db-*'",
    });
  }
  return { ...guards, protect: patterns };
}
