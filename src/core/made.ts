import { type ActionStatus, actionError, type CreatedInstance, statusOf } from './action';
import type { Connection } from './context';
import type { CliError } from './errors';
import type { Located } from './instance';
import type { Made, Undertaken } from './journal';
import { Secret } from './secret';
import type { Outcome } from './undertake';

/** A row for each new instance, or one that stands for it while it is not known. Never one for an instance of before. */
export function madeRows(
  connection: Connection,
  { action, makes }: Pick<Undertaken, 'action' | 'makes'>,
  { operation, end, accepted, error }: Outcome,
  showSecrets: boolean,
): CreatedInstance[] {
  const status: ActionStatus =
    error !== null ? statusOf(error) : accepted ? 'accepted' : makes?.created ? 'created' : 'succeeded';
  const outcome = {
    action,
    status,
    operation: operation.id,
    error: actionErrorOf(error),
    ...(showSecrets ? passwordOf(operation.result, end?.result) : {}),
  };
  const located = end?.instances ?? operation.instances ?? [];
  if (located.length > 0) return located.map(({ instance }) => ({ ...instance, ...outcome }));
  return [{ ...unknownInstance(connection, makes), ...outcome }];
}

const actionErrorOf = (error: CliError | null) => (error === null ? null : actionError(error));

function passwordOf(...results: readonly (Readonly<Record<string, unknown>> | undefined)[]) {
  const secret = results.map((result) => result?.password).find((value) => value instanceof Secret);
  return { password: secret instanceof Secret ? secret.reveal() : null };
}

function unknownInstance(
  { profile, session }: Connection,
  makes: Made | null,
): Omit<Located['instance'], 'id'> & { id: null } {
  const { name, wanted } = makes ?? { name: null, wanted: {} as Made['wanted'] };
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
