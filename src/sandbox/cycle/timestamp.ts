/** How the provider writes that something has not happened. */
export const UNSET = '0001-01-01T00:00:00Z';

/**
 * A moment (milliseconds since 1970) as the provider writes it: RFC 3339 with up to nine digits of a second, zeros at
 * the end left out. 0 is no moment.
 */
export function timestamp(milliseconds: number): string {
  if (milliseconds === 0) return UNSET;
  const whole = Math.floor(milliseconds);
  const [seconds, thousandths] = new Date(whole).toISOString().slice(0, -1).split('.') as [string, string];
  // The sandbox knows no nanoseconds; these depend on the millisecond alone.
  const rest = String(((whole % 1_000_003) * 7_919) % 1_000_000).padStart(6, '0');
  const fraction = (thousandths + rest).replace(/0+$/, '');
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}
