import type { Session, Ssh, SshEndpoint } from '../../core/driver';
import { fieldsOf, text } from '../../core/fields';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';
import { Secret } from '../../core/secret';
import { toMoment } from '../../core/units';
import { number, readData, unexpected } from './fields';
import { isMachine } from './machine';
import { containerOf } from './read';

/** Each question for a credential makes another one, so that it is asked only by those who use it. */
export const ssh: Ssh = {
  limit: 'A shell in the instance, or the serial console of a virtual machine, for 30 minutes each time.',
  options: [],
  async read(session, target) {
    const { request, target: asked } = gateFor(target);
    const data = readData(await session.http.get(asked), `GET ${request}`);
    const secret = text(data.secret);
    const endpoint = parseAddress(text(data.address) ?? '', target.instance.id);
    if (secret === null || endpoint === null) {
      throw unexpected(`GET ${request}`, secret === null ? 'holds no secret' : 'holds no address');
    }
    const expires = toMoment(fieldsOf(fieldsOf(data.token).events).expires);
    return {
      ...endpoint,
      password: new Secret(secret, 'ssh-password'),
      ...(expires === null ? {} : { expiresAt: expires }),
    };
  },
  expire(session, target) {
    const { request, target: asked } = gateFor(target);
    return revoke(session, asked, request);
  },
};

function gateFor(target: Located): { request: string; target: string } {
  const { id } = target.instance;
  return isMachine(target)
    ? { request: '/v1/virtual-machines/ID/sos', target: path`/v1/virtual-machines/${id}/sos` }
    : {
        request: '/v1/containers/ID/instances/ID/ssh',
        target: path`/v1/containers/${containerOf(target)}/instances/${id}/ssh`,
      };
}

function revoke(session: Session, asked: string, request: string): Promise<number> {
  return session.http.send(
    { method: 'DELETE', path: asked },
    (answer) => number(readData(answer, `DELETE ${request}`).tokens) ?? 0,
    () => 0,
  );
}

/** Reads `user@host:port`, also with `ssh://` before it, without user (the id) or port (22). */
export function parseAddress(address: string, id: string): SshEndpoint | null {
  const user = String.raw`(?:(\w[\w.+-]*)@)?`;
  const host = String.raw`(?:\[([0-9a-f:.]+)\]|([a-z0-9][a-z0-9.-]*))`;
  const found = new RegExp(`^(?:ssh://)?${user}${host}(?::(\\d{1,5}))?/?$`, 'i').exec(address.trim());
  if (found === null) return null;
  const [, name = id, bracketed, plain, port = '22'] = found;
  const place = bracketed ?? plain;
  if (place === undefined || Number(port) < 1 || Number(port) > 65535) return null;
  return { host: place, port: Number(port), user: name };
}
