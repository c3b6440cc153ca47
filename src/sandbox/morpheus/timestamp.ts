import type { MorpheusSettings } from './settings';

/** A moment as an appliance of that age writes it: whole seconds, UTC. */
export function timestamp(settings: MorpheusSettings, milliseconds: number): string;
export function timestamp(settings: MorpheusSettings, milliseconds: number | null): string | null;
export function timestamp(settings: MorpheusSettings, milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const text = new Date(milliseconds).toISOString().slice(0, 19);
  return settings.age === 'legacy' ? `${text}+0000` : `${text}Z`;
}
