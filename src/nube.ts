import { processSystem } from './io/system';
import { version } from './version';

/** What `bin/nube.js` calls: the answer to `--version` at once, everything else through `main`. */
export async function start(line: readonly string[]): Promise<number> {
  const system = processSystem();
  if (line.length === 1 && (line[0] === '--version' || line[0] === '-V')) {
    system.output.write(`${version}\n`);
    return 0;
  }
  const { main } = await import('./main');
  return main(line, system);
}
