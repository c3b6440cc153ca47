/** A moment as tasks have it: `2016-07-12T09:37:34.955-04:00`. Moments come in milliseconds since 1970. */
export function taskDate(moment: number): string {
  return `${local(moment).slice(0, 23)}-04:00`;
}

/** A moment as volumes have it: `2016-10-19T14:25:41-0400`. */
export function volumeDate(moment: number): string {
  return `${local(moment).slice(0, 19)}-0400`;
}

/** A moment as templates and ISOs have it: `2016-10-24 2:40:29 PM EDT`. */
export function imageDate(moment: number): string {
  const text = local(moment);
  const hour = Number(text.slice(11, 13));
  return `${text.slice(0, 10)} ${hour % 12 || 12}${text.slice(13, 19)} ${hour < 12 ? 'AM' : 'PM'} EDT`;
}

/** A moment as it stands in the name of a snapshot, in UTC: `20161116211009`. */
export function stampDate(moment: number): string {
  return new Date(moment).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}

/** The provider's clock is four hours behind UTC all year. */
function local(moment: number): string {
  return new Date(moment - 4 * 3_600_000).toISOString();
}
