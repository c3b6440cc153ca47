import { afterEach } from 'vitest';
import { Home, type Run } from '../nube';

/** A home whose sandbox has Morpheus in the age and mood that a test needs; each test begins from the seed. */
export class MorpheusHome extends Home {
  constructor(variables: Record<string, string> = {}) {
    super(variables);
    afterEach(() => this.sandbox('sandbox reset'));
  }

  /** Runs a command line on the Morpheus profile; a list of words may hold spaces. */
  nube(line: string | readonly string[], variables: Record<string, string> = {}): Promise<Run> {
    const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
    return this.sandbox([...words, '-p', 'morpheus'], { variables });
  }

  /** Has the appliance behave otherwise. */
  async set(settings: Record<string, unknown>): Promise<void> {
    const { code, stderr } = await this.nube(['api', 'PUT', '/sandbox/settings', '--data', JSON.stringify(settings)]);
    if (code !== 0) throw new Error(stderr);
  }

  async idOf(name: string): Promise<string> {
    return (await this.nube(`get ${name} -o id`)).stdout.trim();
  }

  /** The instance's own object, as a look past nube tells it. */
  async instance(id: string): Promise<any> {
    return JSON.parse((await this.nube(`api GET /api/instances/${id}`)).stdout).instance;
  }
}

/** What changes something among the requests of a run, with what it says. */
export function changesOf({ requests }: Run) {
  return requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, query, body }) => ({ method, path, query, body: body === '' ? null : body }));
}

/** The readings of a run, in short. */
export function readingsOf({ requests }: Run): string[] {
  return requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
}
