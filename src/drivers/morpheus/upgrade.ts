import { each, type Row, type Session, type VerbTable } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import { path } from '../../core/http';
import { choose } from './choose';
import { idOf, readRows, toId } from './fields';
import { newestProcess } from './history';
import { put } from './put';
import { isGone } from './readInstance';
import { untilSettled } from './waiting';

/** What can be done to an instance beyond power, as adding a node; null where the appliance is older than actions. */
async function readActions(
  session: Session,
  instance: string,
): Promise<readonly { code: string; name: string }[] | null> {
  try {
    const answer = await session.http.get(path`/api/instances/${instance}/actions`);
    return readRows(answer, 'actions', 'GET /api/instances/ID/actions').map((action) => {
      const code = text(action.code) ?? idOf(action, 'the actions');
      return { code, name: text(action.name) ?? code };
    });
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** The actions of an instance; an appliance without them runs the upgrades of its time, which it does not list. */
export const upgrade: VerbTable['upgrade'] = {
  limit: 'The actions that the appliance offers; one without actions takes the number of an upgrade.',
  // Reading takes no option, so that the type knows of none.
  options: ['to'] as readonly string[] as readonly never[],
  async read(session, target): Promise<readonly Row[]> {
    const actions = await readActions(session, target.instance.id);
    if (actions !== null) return actions.map(({ code, name }) => ({ id: code, name }));
    throw new CliError('not_supported', 'This appliance does not list what an instance can be upgraded to', {
      hint: 'nube upgrade REF --to NUMBER runs one by its number.',
    });
  },
  plan: each(async (session, target, { to = '' }) => {
    const { id, name } = target.instance;
    const actions = await readActions(session, id);
    if (actions === null && !/^\d+$/.test(to)) {
      throw new CliError('invalid_value', `This appliance knows upgrades by number, not ${JSON.stringify(to)}`, {
        hint: 'The web interface shows the numbers.',
      });
    }
    const code = actions === null ? null : choose('action', to, actions.map(toCandidate), offered(name, actions)).id;
    const process = await newestProcess(session, id);
    const wait = () => untilSettled(session, id, process);
    return {
      targets: [target],
      loses: code === null ? [] : [`the action ${code} is run`],
      run: () =>
        code === null
          ? put(session, id, 'upgrade', { body: { upgrade: { id: toId(to) } } }, wait)
          : put(session, id, 'action', { query: { code } }, wait),
    };
  }),
};

function toCandidate({ code, name }: { code: string; name: string }) {
  return { id: code, name, code: null };
}

function offered(name: string, actions: readonly { code: string }[]): string {
  return actions.length === 0
    ? `Nothing is offered for ${name}.`
    : `${name} is offered ${actions.map(({ code }) => code).join(', ')}.`;
}
