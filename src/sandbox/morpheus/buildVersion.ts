import type { MorpheusSettings } from './settings';

/** The version that the appliance says it has. */
export function buildVersion(settings: MorpheusSettings): string {
  return settings.buildVersion ?? (settings.age === 'legacy' ? '3.1.5' : '9.0.0');
}

/** Whether the appliance is of that version or a later one. */
export function isSince(settings: MorpheusSettings, version: string): boolean {
  const own = numbersOf(buildVersion(settings));
  const other = numbersOf(version);
  for (let index = 0; index < 3; index += 1) {
    const difference = (own[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
