import { askpassVariable } from './io/askpassVariable';
import { processSystem } from './io/system';
import { version } from './version';

/**
 * What `bin/nube.js` calls: the answer to `--version` and to completion at once, the answer to ssh where ssh asks nube
 * for a one-time password, everything else through `main`.
 */
export async function start(line: readonly string[]): Promise<number> {
  const [only = ''] = line;
  const asked = process.env[askpassVariable];
  // ssh calls its askpass program with the question as the only word, and no word of nube's own looks like one.
  if (asked !== undefined && line.length === 1 && /[ :]/.test(only)) {
    const { answerAskpass } = await import('./io/answerAskpass');
    return answerAskpass(asked, only);
  }
  const system = processSystem();
  if (line.length === 1 && (only === '--version' || only === '-V')) {
    system.output.write(`${version}\n`);
    return 0;
  }
  if (line[0] === '__complete') {
    // Whatever goes wrong, a shell in the middle of a line hears of nothing but words.
    const answer = async () => (await import('./complete')).complete(line.slice(1), system, startRefresh);
    return answer().catch(() => 0);
  }
  const { main } = await import('./main');
  return main(line, system);
}

async function startRefresh(words: readonly string[]): Promise<void> {
  const { startDetached } = await import('./io/startDetached');
  startDetached(words);
}
