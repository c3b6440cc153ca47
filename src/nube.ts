import { askpassVariable } from './io/askpassVariable';
import { ReaderLeft, writeAll } from './io/writeAll';
import { readyHelp } from './readyHelp';
import { version } from './version';

/**
 * What `bin/nube.js` calls: the answers to `--version`, `--help` and completion at once, the answer to ssh where ssh asks nube
 * for a one-time password, everything else through `main`. What is imported here is loaded by every call.
 */
export async function start(line: readonly string[]): Promise<number> {
  const [only = ''] = line;
  const asked = process.env[askpassVariable];
  // ssh calls its askpass program with the question as the only word, and no word of nube's own looks like one.
  if (asked !== undefined && line.length === 1 && /[ :]/.test(only)) {
    const { answerAskpass } = await import('./io/answerAskpass');
    return answerAskpass(asked, only);
  }
  if (line.length === 1 && (only === '--version' || only === '-V')) return print(`${version}\n`);
  const help = readyHelp(line);
  if (help !== null) return print(help);
  if (line[0] === '__complete') {
    // Whatever goes wrong, a shell in the middle of a line hears of nothing but words.
    const answer = async () => {
      const [{ complete }, { processSystem }] = await Promise.all([import('./complete'), import('./io/system')]);
      return complete(line.slice(1), processSystem(), startRefresh);
    };
    return answer().catch(() => 0);
  }
  const [{ main }, { processSystem }] = await Promise.all([import('./main'), import('./io/system')]);
  return main(line, processSystem());
}

function print(text: string): number {
  try {
    writeAll(1, text);
  } catch (thrown) {
    if (!(thrown instanceof ReaderLeft)) throw thrown;
  }
  return 0;
}

async function startRefresh(words: readonly string[]): Promise<void> {
  const { startDetached } = await import('./io/startDetached');
  startDetached(words);
}
