import type { Home } from '../nube';
import { shipped, startProgram } from '../startProgram';
import type { Hold, Tap } from './tap';

/** Runs a command line in a process of its own and kills it as soon as a request is held. */
export async function killed(
  home: Home,
  tap: Tap,
  line: readonly string[],
  hold: Hold,
  variables: Record<string, string>,
): Promise<void> {
  const held = tap.hold(hold);
  const ended = await startProgram(shipped(line), {
    variables: { PATH: process.env.PATH, HOME: home.directory, ...home.variables, ...variables },
    directory: home.directory,
    input: '',
    during: (child) => {
      void held.then(() => child.kill('SIGKILL'));
    },
  });
  if (ended.signal !== 'SIGKILL') throw new Error(`It ended before it was held: ${ended.stderr}`);
  tap.letGo();
}
