import type { CreateInput, CreatePlan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { fieldsOf, text } from '../../core/fields';
import type { Body } from '../../core/http';
import type { Operation } from '../../core/operation';
import { Secret } from '../../core/secret';
import { sendOnce } from '../../core/sendOnce';
import { choose } from './choose';
import { chooseContainer } from './containers';
import { chooseEnvironment } from './environments';
import { readData } from './fields';
import { operation } from './job';
import { readBaseImages, readMachineKeys } from './lookups';
import { toMachine } from './machine';
import { readMachines } from './read';
import { dataSize } from './resources';

const usual = { cpus: 1, memoryMiB: 1024 };
/** So long a new virtual machine whose create had no answer may take to show. */
const showsWithinMs = 20_000;

/**
 * New virtual machines, each its own request. nube calls them vm-1, vm-2, …: Cycle wants a name, and instances here
 * are named by the provider; `update --name` gives another. They join the environment that --network names, else the
 * one of the container.
 */
export async function planMachine(session: Session, input: CreateInput): Promise<readonly CreatePlan[]> {
  if (input.image === undefined) {
    const images = await readBaseImages(session);
    const some = images.slice(0, 5).map(({ id }) => id);
    throw new CliError('missing_argument', 'A virtual machine needs --image', {
      hint: `A base image (${some.join(', ')}, …) or the address of an image.`,
    });
  }
  const environment = await environmentFor(session, input);
  const image = await imageFor(session, input.image);
  const keys = input.sshKey === undefined ? [] : [await keyFor(session, input.sshKey)];
  const { cpus = usual.cpus, memoryMiB = usual.memoryMiB } = input;
  if (cpus > 32) throw new CliError('invalid_value', `A virtual machine has 1 to 32 cores, not ${cpus}`);
  if (memoryMiB < 512 || memoryMiB >= 65 * 1024) {
    throw new CliError('invalid_value', 'A virtual machine has at least 512 MiB and less than 65 GiB of memory');
  }
  const known = await readMachines(session);
  const names = freeNames(
    known.map(({ located }) => located.instance.name),
    input.count ?? 1,
  );
  return names.map((name) => {
    const body: Body = {
      name,
      identifier: name,
      environment_id: environment,
      image: image.body,
      config: {
        network: { public: 'egress-only', hostname: name, ports: null, egress_via_gateway: false },
        deploy: {},
        resources: { ram: { limit: dataSize(memoryMiB) }, cpu: { cores: { number: cpus } } },
      },
      lock: false,
      ...(keys.length === 0 ? {} : { ssh_keys: keys }),
    };
    return {
      name,
      count: 1,
      wanted: { image: image.name, cpus, memoryMiB },
      run: () => send(session, name, body, new Set(known.map(({ located }) => located.instance.id))),
    };
  });
}

async function send(session: Session, name: string, body: Body, before: ReadonlySet<string>): Promise<Operation> {
  const made = await sendOnce(
    session,
    { method: 'POST', path: '/v1/virtual-machines', body },
    (answer) => {
      const fields = readData(answer, 'POST /v1/virtual-machines');
      const located = toMachine(session, fields, {}, new Map());
      const password = text(fieldsOf(fields.root_password).current);
      return {
        ...untilMade(session, located.instance.id),
        instances: [located],
        ...(password === null ? {} : { result: { password: new Secret(password, 'password') } }),
      };
    },
    () => {
      const wait = { name, before: [...before], over: session.now().getTime(), patience: showsWithinMs };
      return { look: { id: null, wait: { kind: 'machine-made', ...wait } }, next: null };
    },
  );
  const [found] = made.instances ?? [];
  return made.wait === null && found !== undefined ? untilMade(session, found.instance.id) : made;
}

/** It is made without being started. */
function untilMade(session: Session, id: string): Operation {
  return operation(session, null, 'machine', { instance: id, until: ['running', 'stopped'], back: false, fresh: true });
}

function freeNames(taken: readonly string[], count: number): string[] {
  const names: string[] = [];
  for (let number = 1; names.length < count; number += 1) {
    if (!taken.includes(`vm-${number}`)) names.push(`vm-${number}`);
  }
  return names;
}

async function environmentFor(session: Session, { network, container }: CreateInput): Promise<string> {
  if (network !== undefined) return (await chooseEnvironment(session, network)).id;
  const wanted = container ?? session.settings.container;
  const own = wanted === undefined ? null : (await chooseContainer(session, wanted)).environment;
  if (own !== null) return own;
  throw new CliError('missing_argument', 'A virtual machine needs --network, the environment that it joins', {
    hint: 'nube catalog environments',
  });
}

async function imageFor(session: Session, wanted: string): Promise<{ name: string; body: Body }> {
  if (/^https?:\/\//.test(wanted)) return { name: wanted, body: { type: 'url', details: { url: wanted } } };
  const { id } = choose('base image', wanted, await readBaseImages(session), 'nube catalog images');
  return { name: id, body: { type: 'base', details: { identifier: id } } };
}

async function keyFor(session: Session, wanted: string): Promise<string> {
  return choose('SSH key', wanted, await readMachineKeys(session), 'nube catalog ssh-keys').id;
}
