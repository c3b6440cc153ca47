import { type Changing, each, type TagInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { path } from '../../core/http';
import { ended } from '../../core/operation';
import { readInstance } from './get';
import { toLocated } from './instance';
import { regionOf } from './regions';

/** Refuses tags that could not be kept apart: Civo takes them as one text with spaces between. */
export function checkTags(tags: readonly string[]): void {
  const bad = tags.find((tag) => tag === '' || /\s/.test(tag));
  if (bad === undefined) return;
  throw new CliError('invalid_value', `${JSON.stringify(bad)} cannot be a tag at Civo`, {
    hint: 'A tag has no spaces there; "-" and "_" are fine.',
  });
}

/** Replaces, adds to, takes from or clears the tags; Civo takes only the whole list. */
export const tag: Changing<TagInput> = {
  options: ['set', 'add', 'remove', 'clear'],
  plan: each(async (session, target, { set, add = [], remove = [], clear = false }) => {
    checkTags([...(set ?? []), ...add]);
    const region = regionOf(target);
    const { id } = target.instance;
    const { tags } = toLocated(session, await readInstance(session, region, id), region).instance;
    const wanted = clear ? [] : (set ?? [...tags, ...add].filter((one) => !remove.includes(one)));
    const after = [...new Set(wanted)];
    const same = after.length === tags.length && after.every((one) => tags.includes(one));
    return {
      targets: [target],
      ...(same ? { skip: 'it has these tags already' } : {}),
      run: () =>
        session.http.send(
          {
            method: 'PUT',
            path: path`/v2/instances/${id}/tags`,
            query: { region },
            body: { tags: after.join(' '), region },
          },
          () => ended(),
          () => ended(),
        ),
    };
  }),
};
