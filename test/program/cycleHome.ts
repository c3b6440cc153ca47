import { Home, type Run, type RunOptions } from '../nube';

/** A home whose command lines go to the sandbox's Cycle. */
export class CycleHome {
  readonly home = new Home();

  /** A command line for the profile `cycle`. */
  run(line: string, options: RunOptions = {}): Promise<Run> {
    return this.home.sandbox(`${line} -p cycle`, options);
  }

  /** Switches the traps of the sandbox's Cycle. */
  async set(settings: Record<string, unknown>): Promise<void> {
    const words = ['api', 'PUT', '/sandbox/settings', '-p', 'cycle', '--data', JSON.stringify(settings)];
    const { code, stdout } = await this.home.sandbox(words);
    if (code !== 0) throw new Error(stdout);
  }

  /** Starts over, with all traps off. */
  async reset(): Promise<void> {
    await this.home.sandbox('sandbox reset');
  }

  /** The id of an instance by its name. */
  async idOf(name: string): Promise<string> {
    const { stdout } = await this.run(`get ${name} -o id`);
    return stdout.trim();
  }

  /** The id of a container by its name. */
  async containerOf(name: string): Promise<string> {
    const rows = (await this.run('catalog containers -o json')).json() as { id: string; name: string }[];
    return rows.find((row) => row.name === name)?.id ?? '';
  }
}

/** Name, status and state of each row. */
export const outcomes = (run: Run) =>
  (run.json() as { name: string; status: string; state: string }[]).map(({ name, status, state }) => [
    name,
    status,
    state,
  ]);
