import { beforeAll } from 'vitest';
import { LocalServer } from '../localServer';

/** What the account's only region answers for an instance; the rest is filled in. */
export interface CivoMachine {
  id: string;
  hostname: string;
  public_ip: string;
  initial_user?: string;
  private_ip?: string;
  status?: string;
  tags?: string[];
}

export const token = 'civo-token-nobody-may-see';

/** An account at Civo that says whatever a test wants it to say of its instances. */
export function civoAccount(machines: CivoMachine[]): { machines: CivoMachine[]; variables(): Record<string, string> } {
  const account = {
    machines,
    variables: () => ({
      NUBE_PROVIDER: 'civo',
      NUBE_TOKEN: token,
      NUBE_REGION: 'LON1',
      NUBE_ENDPOINT: server.origin,
    }),
  };
  const shown = (machine: CivoMachine) => ({
    size: 'g3.small',
    status: 'ACTIVE',
    region: 'LON1',
    initial_user: 'civo',
    private_ip: '192.168.1.2',
    tags: [],
    created_at: '2026-01-02T03:04:05Z',
    ...machine,
  });
  const server = new LocalServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://civo');
    const id = decodeURIComponent(pathname.split('/')[3] ?? '');
    const found = account.machines.find((machine) => machine.id === id);
    const body =
      pathname === '/v2/instances'
        ? { page: 1, per_page: 100, pages: 1, items: account.machines.map(shown) }
        : found === undefined
          ? { code: 'database_instance_not_found', reason: 'no such instance' }
          : shown(found);
    response.writeHead('code' in body ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  beforeAll(() => server.listen());
  return account;
}
