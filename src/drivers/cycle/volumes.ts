import type { NoInput, Reading, Row, Session } from '../../core/driver';
import { type Fields, fieldsOf, listOf, notNegative, positive, text } from '../../core/fields';
import { path } from '../../core/http';
import { isMachine } from './machine';
import { readAll } from './pages';
import { containerOf, readMachine } from './read';
import { volumeSize } from './resources';

/** Cycle's own objects for the volumes of a container's instance. */
export async function readVolumes(session: Session, container: string, id: string): Promise<readonly Fields[]> {
  const target = path`/v1/containers/${container}/instances/${id}/volumes`;
  return (await readAll(session, target, { sort: 'id' }, 'GET /v1/containers/ID/instances/ID/volumes')).items;
}

/** The volumes of an instance. Their passwords for SFTP and remote access are never among the fields. */
export const volumes: Reading<NoInput, readonly Row[]> = {
  options: [],
  async read(session, target) {
    if (!isMachine(target)) return (await readVolumes(session, containerOf(target), target.instance.id)).map(toVolume);
    const { fields } = await readMachine(session, target.instance.id);
    return listOf(fields.volumes).map(({ id, config }) => ({
      id: text(id) ?? '',
      name: text(fieldsOf(config).identifier),
      sizeGiB: volumeSize(config),
      readOnly: fieldsOf(config).read_only === true,
      stateless: fieldsOf(fieldsOf(config).local).stateless === true,
    }));
  },
};

/** A volume as a row. How much is used and where it is deployed are known once it is. */
export function toVolume({ id, config, deployed, sftp }: Fields) {
  const { identifier, destination, read_only: readOnly, local } = fieldsOf(config);
  const { used, total } = fieldsOf(fieldsOf(deployed).storage);
  const gibibytes = (megabytes: unknown): number | null => {
    const size = notNegative(megabytes);
    return size === null ? null : Math.round((size / 1024) * 100) / 100;
  };
  const { host, port, username } = fieldsOf(sftp);
  return {
    id: text(id) ?? '',
    name: text(identifier) ?? text(destination),
    destination: text(destination),
    sizeGiB: gibibytes(total) ?? volumeSize(config),
    usedGiB: gibibytes(used),
    readOnly: readOnly === true,
    stateless: fieldsOf(local).stateless === true,
    deployedId: text(fieldsOf(deployed).id),
    serverId: text(fieldsOf(deployed).server_id),
    sftpHost: text(host),
    sftpPort: positive(port),
    sftpUser: text(username),
  };
}
