import type { Changing, MigrateInput, Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, isFields, text } from '../../core/fields';
import { type Body, path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { toMoment } from '../../core/units';
import { byKind } from './byKind';
import { change } from './change';
import { type Container, readContainer, refuseOwn } from './containers';
import { operation } from './job';
import { chooseUsable } from './place';
import { containerOf, readInstance } from './read';
import { readVolumes } from './volumes';

export const migrate: Changing<MigrateInput> = {
  limit: 'The instance gets a new id; --revert takes either end, until Cycle purges the old one.',
  options: ['to', 'copyVolumes', 'revert'],
  from: ['running', 'stopped', 'error', 'unknown'],
  plan: byKind('migrate', planInstances, 'its API moves only instances of containers'),
};

function planInstances(session: Session, targets: readonly Located[], input: MigrateInput): Promise<readonly Plan[]> {
  return input.revert === true
    ? planReverts(session, targets)
    : Promise.all(targets.map((target) => planMigration(session, target, input)));
}

async function planMigration(session: Session, target: Located, input: MigrateInput): Promise<Plan> {
  const [id, container] = [target.instance.id, containerOf(target)];
  const { name, profile } = target.instance;
  const [{ fields }, about] = await Promise.all([
    readInstance(session, container, id),
    readContainer(session, container),
  ]);
  refuseOwn(about, 'migrate');
  if (fields.ready_state === 'purge') {
    throw new CliError('wrong_state', `${name} has been migrated already and is due to be purged`, {
      hint: `nube migrate ${profile}/${id} --revert brings it back.`,
    });
  }
  const server = await chooseUsable(session, about, input.to ?? '');
  if (server.id === fields.server_id) {
    return { targets: [target], skip: `it is on ${server.label} already`, run: async () => ended() };
  }
  const volumes = await hasVolumes(session, target, about, fields);
  const { copyVolumes } = input;
  if (volumes && copyVolumes === undefined) {
    throw new CliError('missing_argument', `${name} has volumes: say whether they go along`, {
      hint: 'Give --copy-volumes, or --no-copy-volumes to begin with empty ones.',
    });
  }
  const contents: Body = {
    destination_server_id: server.id,
    ...(copyVolumes === undefined ? {} : { stateful: { copy_volumes: copyVolumes } }),
  };
  return {
    targets: [target],
    loses: [
      `a new one, with a new id, goes on at ${server.label}`,
      ...(!volumes ? [] : [copyVolumes ? 'its volumes go along, but for stateless ones' : 'its volumes stay behind']),
    ],
    run: () =>
      change(
        session,
        {
          method: 'POST',
          path: path`/v1/containers/${container}/instances/${id}/tasks`,
          body: { action: 'migration.start', contents },
        },
        (job) => operation(session, job, 'migration', { container, instance: id, runs: about.runs }),
      ),
  };
}

/** Whether there is something to lose: only volumes that are not stateless can go along. */
async function hasVolumes(
  session: Session,
  target: Located,
  { stateful }: Container,
  fields: Fields,
): Promise<boolean> {
  if (stateful || isFields(fields.stateful)) return true;
  const volumes = await readVolumes(session, containerOf(target), target.instance.id);
  return volumes.some(({ config }) => fieldsOf(fieldsOf(config).local).stateless !== true);
}

/** Both ends of one migration make one plan. */
async function planReverts(session: Session, targets: readonly Located[]): Promise<readonly Plan[]> {
  const ends = await Promise.all(
    targets.map(async (target) => {
      const container = containerOf(target);
      const [{ fields }, { runs }] = await Promise.all([
        readInstance(session, container, target.instance.id),
        readContainer(session, container),
      ]);
      return { target, container, runs, ...endsOf(target, fields) };
    }),
  );
  const first = ends.filter(({ key }, index) => ends.findIndex((other) => other.key === key) === index);
  return first.map(({ target, container, runs, key, old, made, until }): Plan => {
    const { id } = target.instance;
    return {
      targets: ends.filter((end) => end.key === key).map((end) => end.target),
      loses: [`${old} goes on again, and ${made} is deleted${until === null ? '' : ` (possible until ${until})`}`],
      run: () =>
        change(
          session,
          {
            method: 'POST',
            path: path`/v1/containers/${container}/instances/${id}/tasks`,
            body: { action: 'migration.revert' },
          },
          (job) => operation(session, job, 'revert', { container, instance: old, made, runs }),
        ),
    };
  });
}

/** The instances at both ends; throws `wrong_state` for one that has not been migrated. */
function endsOf({ instance: { id, name } }: Located, { migration, purge_time: purge }: Fields) {
  const { to, from, key } = fieldsOf(migration);
  const [later, earlier] = [text(fieldsOf(to).instance_id), text(fieldsOf(from).instance_id)];
  if (later !== null) return { key: text(key) ?? id, old: id, made: later, until: toMoment(purge) };
  if (earlier !== null) return { key: text(key) ?? id, old: earlier, made: id, until: null };
  throw new CliError('wrong_state', `${name} has not been migrated, or the old instance has been purged`, {
    hint: 'nube migrate REF --to SERVER moves it.',
  });
}
