import type { Session } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import type { Candidate } from './choose';
import { idOf } from './fields';
import { readAll } from './pages';

/** A pair of SSH keys that the appliance keeps. */
export interface Key extends Candidate {
  fields: Fields;
}

export function readKeys(session: Session): Promise<readonly Key[]> {
  return session.once('morpheus keys', async () =>
    (await readAll(session, '/api/key-pairs', 'keyPairs')).map((fields) => {
      const id = idOf(fields, 'the key pairs');
      return { id, name: text(fields.name) ?? id, code: null, fields };
    }),
  );
}
