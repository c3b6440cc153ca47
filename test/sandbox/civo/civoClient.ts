import type { SandboxOptions } from '../../../src/sandbox';
import { type Received, type SandboxClient, startClient } from '../sandboxClient';

export interface CivoClient extends SandboxClient {
  /** A request in a region. */
  ask(method: string, path: string, body?: unknown, region?: string): Promise<Received>;
  /** The id of a seeded instance. */
  idOf(hostname: string, region?: string): Promise<string>;
  /** Waits for an instance to have a status. */
  reach(id: string, status: string, region?: string): Promise<Received['body']>;
  /** Makes an instance and waits until it runs. */
  make(body: Record<string, unknown>, region?: string): Promise<Received['body']>;
}

export async function startCivo(options: Partial<SandboxOptions> = {}): Promise<CivoClient> {
  const client = await startClient(options);

  const inRegion = (path: string, region: string) => `${path}${path.includes('?') ? '&' : '?'}region=${region}`;
  const ask: CivoClient['ask'] = (method, path, body, region = 'LON1') =>
    client.send(method, inRegion(`/v2${path}`, region), body);

  async function idOf(hostname: string, region = 'LON1') {
    const { body } = await ask('GET', '/instances', undefined, region);
    return body.items.find((item: { hostname: string }) => item.hostname === hostname).id;
  }

  async function reach(id: string, status: string, region = 'LON1') {
    const path = inRegion(`/v2/instances/${id}`, region);
    return (await client.until(path, (instance) => instance.status === status)).body;
  }

  async function make(body: Record<string, unknown>, region = 'LON1') {
    const answer = await ask('POST', '/instances', body, region);
    if (answer.status !== 200) throw new Error(answer.text);
    return reach(answer.body.id, 'ACTIVE', region);
  }

  return { ...client, ask, idOf, reach, make };
}
