import type { Session } from '../../core/driver';
import { toCliError } from '../../core/errors';
import type { Fields } from '../../core/fields';
import type { InstanceDetail, Located } from '../../core/instance';
import { hideMasked, toDetail, toLocated } from './instance';
import { readAnswer } from './readInstance';
import { readUser } from './user';
import { readVolumes } from './volumes';

/** One instance with its volumes and, where it can be known, its user. */
export async function get(
  session: Session,
  target: Located,
): Promise<{ located: Located; detail: InstanceDetail; raw: unknown }> {
  const { fields, body } = await readAnswer(session, target.instance.id);
  const located = toLocated(session, fields);
  // An instance is worth showing without what belongs to it.
  const missing =
    <T>(what: string, instead: T) =>
    (error: unknown): T => {
      session.warn('details_missing', `The ${what} of ${located.instance.name}: ${toCliError(error).message}`);
      return instead;
    };
  const [volumes, user] = await Promise.all([
    readVolumes(session, fields).catch(missing<readonly Fields[]>('volumes', [])),
    readUser(session, fields).catch(missing<string | null>('user', null)),
  ]);
  return { located, detail: { ...toDetail(located, fields, volumes), user }, raw: hideMasked(body) };
}
