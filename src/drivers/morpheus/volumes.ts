import type { NoInput, Reading, Row, Session } from '../../core/driver';
import { type Fields, fieldsOf, listOf, number, reference, text } from '../../core/fields';
import { path } from '../../core/http';
import { idOf, truth } from './fields';
import { sizeOf } from './instance';
import { isGone, readInstance } from './readInstance';

/**
 * The volumes of an instance: its own list, else that of its first server, else (old appliances) an undocumented
 * list that the official command line uses. Empty where the appliance tells none.
 */
export async function readVolumes(session: Session, fields: Fields): Promise<readonly Fields[]> {
  const own = listOf(fields.volumes);
  if (own.length > 0) return own;
  const [container] = listOf(fields.containerDetails);
  const ofServer = listOf(fieldsOf(container?.server).volumes);
  if (ofServer.length > 0 || container !== undefined) return ofServer;
  try {
    const answer = await session.http.get(path`/api/instances/${idOf(fields, 'the instance')}/volumes`);
    return listOf(fieldsOf(answer.body).volumes);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

export const volumes: Reading<NoInput, readonly Row[]> = {
  options: [],
  async read(session, target) {
    const fields = await readInstance(session, target.instance.id);
    return (await readVolumes(session, fields)).map(toRow);
  },
};

function toRow(volume: Fields): Row {
  return {
    id: idOf(volume, 'the volumes'),
    name: text(volume.name),
    sizeGiB: sizeOf(volume),
    root: truth(volume.rootVolume) ?? false,
    storageType: reference(volume.storageType) ?? reference(fieldsOf(volume.storageType).id),
    datastoreId: reference(volume.datastoreId) ?? reference(fieldsOf(volume.datastore).id),
    resizeable: truth(volume.resizeable),
    order: number(volume.displayOrder),
  };
}
