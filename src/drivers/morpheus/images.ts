import type { Session } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import { idOf } from './fields';
import { readAll } from './pages';

/** A virtual image. */
export interface Image {
  id: string;
  name: string;
  status: string | null;
  fields: Fields;
}

export async function readImages(session: Session): Promise<readonly Image[]> {
  return (await readAll(session, '/api/virtual-images', 'virtualImages')).map((fields) => {
    const id = idOf(fields, 'the images');
    return { id, name: text(fields.name) ?? id, status: text(fields.status), fields };
  });
}
