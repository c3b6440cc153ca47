import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, isFields, text } from '../../core/fields';
import { path } from '../../core/http';
import { toMoment } from '../../core/units';
import { idOf, readArray, wordOf } from './fields';

export interface Snapshot {
  id: string;
  name: string;
  state: string | null;
  createdAt: string | null;
}

/** Instance snapshots as Civo's page on them limits them. */
export const onlyPrivate = 'Only in private regions whose operator has set up instance snapshots.';

/** The snapshots of an instance; throws `not_supported` where the region has none. */
export async function readSnapshots(session: Session, region: string, id: string): Promise<readonly Snapshot[]> {
  try {
    const answer = await session.http.get(path`/v2/instances/${id}/snapshots`, { region });
    return readArray(answer, 'GET /v2/instances/ID/snapshots').map(toSnapshot);
  } catch (error) {
    throw asUnsupported(error, region);
  }
}

/** Civo's snapshot, as an instance's own list and the account's list of all have it. */
export function toSnapshot(fields: Fields): Snapshot {
  const id = idOf(fields, 'the snapshots');
  return {
    id,
    name: text(fields.name) ?? id,
    state: stateOf(fields),
    createdAt: toMoment(fields.created_at),
  };
}

/** The word of a snapshot's state, or null; throws `unexpected_answer` for what is no text. */
export function stateOf({ status }: Fields): string | null {
  return wordOf(isFields(status) ? status.state : status, 'the snapshots') || null;
}

/** How a region without snapshots refuses is not documented: whatever says "no such thing here" counts. */
export function asUnsupported(error: unknown, region: string): unknown {
  if (!(error instanceof CliError) || error.code === 'instance_not_found') return error;
  const { providerCode = '' } = error.details;
  const lacks = ['not_allowed', 'resource_not_found', 'not_supported'].includes(error.code);
  const other = /^(authentication|account|database_account|database_region)/.test(providerCode);
  if (providerCode !== 'disabled_service' && (!lacks || other)) return error;
  return new CliError(
    'not_supported',
    `Region ${region} offers no instance snapshots: Civo has them in private regions only`,
    {
      ...error.details,
      hint: 'Keep what matters on a volume, or copy it away: nube cp.',
    },
  );
}
