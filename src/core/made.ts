import { type ActionStatus, actionError, type CreatedInstance, statusOf } from './action';
import type { Connection } from './context';
import type { CreatePlan } from './driver';
import type { CliError } from './errors';
import type { Located } from './instance';
import { Secret } from './secret';
import type { Outcome } from './undertake';

/** What is known of new instances beside the outcome. */
export interface Making {
  action: 'create' | 'clone';
  /** The name asked for, or null where the provider names it. */
  name: string | null;
  wanted: CreatePlan['wanted'];
  /** Reports success as `created`, for `--if-not-exists`. */
  created: boolean;
  showSecrets: boolean;
}

/** A row for each new instance, or one that stands for it while it is not known. Never one for an instance of before. */
export function madeRows(
  connection: Connection,
  making: Making,
  { operation, end, accepted, error }: Outcome,
): CreatedInstance[] {
  const status: ActionStatus =
    error !== null ? statusOf(error) : accepted ? 'accepted' : making.created ? 'created' : 'succeeded';
  const outcome = {
    action: making.action,
    status,
    operation: operation.id,
    error: actionErrorOf(error),
    ...passwordOf(making, operation.result, end?.result),
  };
  const located = end?.instances ?? operation.instances ?? [];
  if (located.length > 0) return located.map(({ instance }) => ({ ...instance, ...outcome }));
  return [{ ...unknownInstance(connection, making), ...outcome }];
}

const actionErrorOf = (error: CliError | null) => (error === null ? null : actionError(error));

function passwordOf({ showSecrets }: Making, ...results: readonly (Readonly<Record<string, unknown>> | undefined)[]) {
  if (!showSecrets) return {};
  const secret = results.map((result) => result?.password).find((value) => value instanceof Secret);
  return { password: secret instanceof Secret ? secret.reveal() : null };
}

function unknownInstance(
  { profile, session }: Connection,
  { name, wanted }: Making,
): Omit<Located['instance'], 'id'> & { id: null } {
  return {
    profile: profile.name,
    provider: profile.provider,
    id: null,
    name: name ?? '',
    hostname: null,
    state: 'unknown',
    providerState: '',
    region: wanted.region ?? session.settings.region ?? null,
    group: wanted.group ?? null,
    size: wanted.size ?? null,
    image: wanted.image ?? null,
    cpus: wanted.cpus ?? null,
    memoryMiB: wanted.memoryMiB ?? null,
    diskGiB: null,
    publicAddresses: [],
    privateAddresses: [],
    tags: [],
    createdAt: null,
    updatedAt: null,
  };
}
