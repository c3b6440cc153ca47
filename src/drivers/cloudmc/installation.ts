import type { Driver } from '../../core/driver';

/** What one installation of the platform has for itself; everything else is the same for all. */
export interface Installation extends Pick<Driver, 'provider' | 'title' | 'summary' | 'endpoint' | 'tokenHelp'> {
  /** Variables that people use with other tools already. */
  variables: Driver['variables'];
  /** Where people sign in, for what only the portal can do. */
  portal: string;
  /** Types of service connections that have instances, in lower case; a connection without a type counts too. */
  serviceTypes: readonly string[];
  /** Which of two field names is the one to believe where both are there: that of 2016 or that of 2018. */
  fieldNames: 'old' | 'new';
  /** A stop can be forced, also while the instance is stopping. */
  forceStop: boolean;
  /** ISO images can be attached. */
  isos: boolean;
  /** Who logs in where neither the instance nor its template says. */
  defaultUser: string | null;
}

/** The value under the newer or the older name of a field, that of the installation's age first. */
export function eitherName(
  { fieldNames }: Pick<Installation, 'fieldNames'>,
  fields: Readonly<Record<string, unknown>>,
  older: string,
  newer: string,
): unknown {
  const [first, second] = fieldNames === 'old' ? [older, newer] : [newer, older];
  return fields[first] ?? fields[second];
}
