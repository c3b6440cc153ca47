import type { CreateInput, CreatePlan, Creating, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Located } from '../../core/instance';
import { type Container, chooseContainer, readContainer, refuseOwn } from './containers';
import { planMachine } from './createMachine';
import { stateOf } from './fields';
import type { operation } from './job';
import { isMachine } from './machine';
import { chooseUsable, openHint, type Placement, placeInstances, scaleTo } from './place';
import { questions } from './questions';
import { containerOf, readInstances } from './read';
import { readUsableServers } from './servers';

export const create: Creating = {
  limit:
    'More instances of a container: on named servers where its strategy is manual, else --scale N. --kind vm makes a virtual machine, which is not started.',
  options: ['server', 'count', 'scale', 'kind', 'image', 'network', 'cpus', 'memoryMiB', 'sshKey'],
  name: 'refused',
  required: ['container'],
  questions,
  adopt,
  async plan(session, _names, input): Promise<readonly CreatePlan[]> {
    if (input.kind === 'vm') {
      refuseOptions(input, ['server', 'scale'], 'a virtual machine');
      return planMachine(session, input);
    }
    refuseOptions(input, ['image', 'network', 'cpus', 'memoryMiB', 'sshKey'], 'an instance of a container');
    return [await planInstances(session, input)];
  },
};

/** How to wait for an instance that is there already. */
export function adopt(located: Located): ReturnType<typeof operation> {
  const { id } = located.instance;
  const wait = isMachine(located)
    ? { kind: 'machine', instance: id, until: ['running', 'stopped'], back: false }
    : { kind: 'instances', container: containerOf(located), ids: [id], until: ['running', 'stopped'], back: false };
  return { id: null, wait: { job: null, seen: false, misses: 0, trusted: true, over: 0, ...wait } };
}

async function planInstances(session: Session, input: CreateInput): Promise<CreatePlan> {
  const wanted = input.container ?? session.settings.container;
  if (wanted === undefined) {
    throw new CliError('missing_argument', 'Cycle needs --container', { hint: 'nube catalog containers' });
  }
  const container = await readContainer(session, (await chooseContainer(session, wanted)).id);
  refuseOwn(container, 'add to');
  const { label, strategy } = container;
  const about = { group: label, ...(container.image === null ? {} : { image: container.image }) };
  if (input.scale !== undefined) {
    const total = input.scale;
    if (strategy === 'manual') {
      throw new CliError(
        'not_supported',
        `The container ${label} has the manual strategy: --scale would pick servers`,
        {
          hint: `nube create --container ${label} --server NAME=N`,
        },
      );
    }
    if (input.server !== undefined || input.count !== undefined) {
      throw new CliError('conflicting_options', '--scale is the new total; it goes with neither --server nor --count');
    }
    await warnOfLess(session, container, total);
    return {
      name: null,
      count: Math.max(0, total - container.wanted),
      wanted: about,
      run: () => scaleTo(session, container, total),
    };
  }
  if (strategy !== 'manual') {
    throw new CliError(
      'not_supported',
      `The container ${label} has the strategy ${strategy ?? 'of the platform'}: Cycle places its instances itself`,
      {
        hint: `nube create --container ${label} --scale ${container.wanted + (input.count ?? 1)} sets how many there are.`,
      },
    );
  }
  if (container.deprecated) {
    throw new CliError('provider_conflict', `The container ${label} is deprecated and gets no new instances`, {
      hint: `nube api PATCH /v1/containers/${container.id} --field deprecate=false takes that back.`,
    });
  }
  const placements = await placementsOf(session, container, input);
  return {
    name: null,
    count: placements.reduce((sum, { count }) => sum + count, 0),
    wanted: about,
    run: () => placeInstances(session, container, placements),
  };
}

/** Reads `NAME` or `NAME=N`; a server without its own number gets the count. */
async function placementsOf(session: Session, container: Container, input: CreateInput): Promise<readonly Placement[]> {
  const { server: words = [], count = 1 } = input;
  if (words.length === 0) {
    throw new CliError('missing_argument', `New instances of ${container.label} need --server`, {
      hint: openHint(await readUsableServers(session, container.id)),
    });
  }
  const placements: Placement[] = [];
  for (const word of words) {
    const [, name = word, own] = /^(.+)=([^=]*)$/.exec(word) ?? [];
    if (own !== undefined && !/^[1-9]\d{0,5}$/.test(own)) {
      throw new CliError('invalid_value', `--server takes NAME or NAME=N, not ${JSON.stringify(word)}`, {
        hint: 'For example --server ams-1=2 makes two there.',
      });
    }
    const server = await chooseUsable(session, container, name);
    if (placements.some((placement) => placement.server.id === server.id)) {
      throw new CliError('conflicting_options', `The server ${server.label} is named twice`, {
        hint: `Give it once: --server ${server.label}=N`,
      });
    }
    placements.push({ server, count: own === undefined ? count : Number(own) });
  }
  return placements;
}

/** Fewer instances than before: Cycle removes the newest. */
async function warnOfLess(session: Session, container: Container, total: number): Promise<void> {
  const less = container.wanted - total;
  if (less <= 0) return;
  const living = (await readInstances(session, container.id)).filter(
    ({ fields }) => !['deleted', 'deleting'].includes(stateOf(fields)),
  );
  const newest = living
    .map(({ located }) => located.instance)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, less);
  session.warn(
    'scales_down',
    `The container ${container.label} goes from ${container.wanted} to ${total}: Cycle removes the newest, ${newest.map(({ name }) => name).join(', ')}.`,
  );
}

function refuseOptions(input: CreateInput, names: readonly (keyof CreateInput)[], what: string): void {
  const given = names.find((name) => input[name] !== undefined);
  if (given === undefined) return;
  const flag = given.replace(/MiB$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new CliError('option_not_available', `--${flag} is not for ${what}`, {
    hint: 'nube help create says which option goes with which.',
  });
}
