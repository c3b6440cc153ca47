import { type Changing, type CloneInput, each, type Plan, type Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Located } from '../../core/instance';
import { adopt } from './create';
import { toId } from './fields';
import { refuseTaken } from './freeName';
import { put } from './put';
import { chooseGroup } from './scope';
import { untilCloned } from './waiting';

/** A copy with all its data. The answer tells nothing of it, so that it is always given a name to find it by. */
export const clone: Changing<CloneInput> = {
  options: ['name', 'group'],
  from: ['running', 'stopped', 'suspended'],
  async plan(session, targets, input) {
    if (input.name !== undefined && targets.length > 1) {
      throw new CliError('conflicting_options', 'One --name cannot serve several clones', {
        hint: 'Without --name each is called after its original, with -clone at the end.',
      });
    }
    return each(planOne)(session, targets, input);
  },
};

async function planOne(session: Session, target: Located, { name: wanted, group }: CloneInput): Promise<Plan> {
  const { id } = target.instance;
  const name = wanted ?? `${target.instance.name}-clone`;
  await refuseTaken(session, name);
  const place = group === undefined ? null : await chooseGroup(session, group);
  return {
    targets: [target],
    makes: { name, before: new Set(), adopt },
    run: () =>
      put(session, id, 'clone', { body: { name, ...(place === null ? {} : { group: { id: toId(place.id) } }) } }, () =>
        untilCloned(session, id, name, []),
      ),
  };
}
