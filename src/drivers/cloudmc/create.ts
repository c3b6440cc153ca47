import type { CreateInput, CreatePlan, Creating, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Body } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended, type Operation } from '../../core/operation';
import { scopeNames } from '../../core/profile';
import { checkPrivateAddress } from './checkPrivateAddress';
import { choose } from './choose';
import { diskOf, rootSizeOf, volumeToAttach } from './disks';
import { created } from './follow';
import type { Installation } from './installation';
import {
  type Network,
  readAffinityGroups,
  readNetworks,
  readOfferings,
  readSshKeys,
  readTemplates,
  type Template,
} from './lookups';
import { chooseOffering, shapeOf } from './offering';
import { entityPath, type Place, placeAt, placeOf } from './place';
import { portsOf } from './portsOf';
import { publicKeyFor } from './publicKeyFor';
import { questions } from './questions';
import { readFirst } from './task';
import { warnOfName } from './warnOfName';

export function create(installation: Installation): Creating {
  return {
    limit: 'In one network, whose zone it gets.',
    options: [
      'size',
      'image',
      'network',
      'count',
      'sshKey',
      'publicKey',
      'userData',
      'cpus',
      'memoryMiB',
      'diskOffering',
      'diskSizeGiB',
      'diskIops',
      'rootSizeGiB',
      'attachVolume',
      'forwardPort',
      'affinityGroup',
      'privateAddress',
    ],
    name: 'required',
    required: ['size', 'image', 'network'],
    questions: questions(installation),
    adopt,
    plan: (session, names, input) => plan(installation, session, names, input),
  };
}

/** How to wait for a new instance: the platform starts it by itself. */
export function adopt(located: Located): Operation {
  const { service, environment } = placeAt(located);
  const { id, name } = located.instance;
  return {
    id: null,
    wait: { kind: 'state', service, environment, instance: id, name, states: ['Running'], fields: null },
  };
}

async function plan(
  installation: Installation,
  session: Session,
  names: readonly string[],
  input: CreateInput,
): Promise<readonly CreatePlan[]> {
  refuseScopes(installation, input);
  refuseTogether(names, input);
  const place = placeOf(session);
  // Fetched side by side, judged one after another in the order in which a person named them.
  const [, templates, networks] = await Promise.all([
    readOfferings(session, place),
    readTemplates(session, installation, place),
    readNetworks(session, place),
  ]);
  const offering = await chooseOffering(session, place, need('size', input.size));
  const shape = shapeOf(offering, input);
  const template = choose('image', need('image', input.image), templates, 'images');
  const network = choose('network', need('network', input.network), networks, 'networks');
  checkZone(template, network, networks);
  if (input.privateAddress !== undefined) checkPrivateAddress(input.privateAddress, network);
  const rest: Record<string, Body> = {
    ...(await diskOf(session, place, input)),
    ...rootSizeOf(template, input.rootSizeGiB),
    ...(await keyOf(session, place, input.sshKey)),
    ...(await volumeToAttach(session, place, input.attachVolume, network)),
    ...(await affinityGroupOf(session, place, input.affinityGroup)),
    ...(input.forwardPort === undefined ? {} : { portsToForward: portsOf(input.forwardPort) }),
    ...(input.privateAddress === undefined ? {} : { ipAddress: input.privateAddress }),
    ...(input.userData === undefined ? {} : { userData: input.userData }),
  };
  for (const name of names) warnOfName(session, name);
  return names.map((name) => {
    const body: Record<string, Body> = {
      templateId: template.id,
      ...shape,
      networkId: network.id,
      ...rest,
      ...(input.publicKey === undefined ? {} : { publicKey: publicKeyFor(name, input.publicKey) }),
    };
    return {
      name,
      count: 1,
      wanted: {
        size: offering.name,
        image: template.name,
        group: place.environment,
        cpus: shape.cpuCount ?? offering.cpus,
        memoryMiB: shape.memoryInMB ?? offering.memoryMiB,
      },
      run: () => make(installation, session, place, name, body),
    };
  });
}

/** Sends one create of one instance. */
export async function make(
  installation: Installation,
  session: Session,
  place: Place,
  name: string,
  body: Record<string, Body>,
): Promise<Operation> {
  const first = await session.http.send(
    { method: 'POST', path: entityPath(place, 'instances'), body: { name, ...body } },
    (answer) => readFirst(answer, 'POST instances'),
    () => null,
  );
  if (first === null) return ended();
  const { id, status, result } = first;
  if (status !== 'SUCCESS') {
    return { id, wait: { kind: 'create', task: id, service: place.service, environment: place.environment, name } };
  }
  const { instances, result: kept } = await created(session, installation, place, { result });
  return {
    id,
    wait: null,
    ...(instances === undefined ? {} : { instances }),
    ...(kept === undefined ? {} : { result: kept }),
  };
}

/** Flags that say where, and that mean nothing here. */
function refuseScopes({ title }: Installation, input: CreateInput): void {
  const known = ['service', 'environment', 'org'];
  const given = scopeNames.find(
    (scope) => !known.includes(scope) && Object.entries(input).some(([key]) => key === scope),
  );
  if (given === undefined) return;
  throw new CliError('option_not_available', `${title} has no --${given} for create`, {
    hint: 'Where an instance is made is said by --service, --environment and --network.',
  });
}

function refuseTogether(names: readonly string[], input: CreateInput): void {
  if (input.sshKey !== undefined && input.publicKey !== undefined) {
    throw new CliError('conflicting_options', 'An instance takes one key: --ssh-key or --public-key');
  }
  const single = { publicKey: '--public-key', attachVolume: '--attach-volume', privateAddress: '--private-address' };
  const given = Object.entries(single).find(([field]) => input[field as keyof typeof single] !== undefined);
  if (given === undefined || names.length < 2) return;
  throw new CliError('conflicting_options', `${given[1]} is for one instance, not for ${names.length}`, {
    hint: given[0] === 'publicKey' ? 'A key may be registered only once; --ssh-key takes one that is.' : undefined,
  });
}

/** Refuses an image that is not in the network's zone, as far as images name zones as networks do. */
function checkZone({ name, zones }: Template, network: Network, networks: readonly Network[]): void {
  const comparable = networks.some(({ zoneId }) => zoneId !== null && zones.includes(zoneId));
  if (!comparable || network.zoneId === null || zones.includes(network.zoneId)) return;
  throw new CliError('conflicting_options', `The image ${name} is not in the zone of the network ${network.name}`, {
    hint: 'Choose another of either: nube catalog images, nube catalog networks.',
  });
}

async function keyOf(session: Session, place: Place, wanted: string | undefined): Promise<Record<string, Body>> {
  if (wanted === undefined) return {};
  return { sshKeyName: choose('SSH key', wanted, await readSshKeys(session, place), 'ssh-keys').name };
}

async function affinityGroupOf(
  session: Session,
  place: Place,
  wanted: string | undefined,
): Promise<Record<string, Body>> {
  if (wanted === undefined) return {};
  const groups = await readAffinityGroups(session, place);
  return { affinityGroupId: choose('affinity group', wanted, groups, 'affinity-groups').id };
}

function need(option: 'size' | 'image' | 'network', value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new CliError('missing_argument', `A new instance needs --${option}`, { hint: `nube catalog ${option}s` });
}
