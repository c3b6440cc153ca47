import type { ProgressReporter } from '../core/context';
import { clean } from '../core/text';

/** Nothing is shown before this, so that what is quick does not flicker. */
const quietStart = 150;

const goesOn = 'still going on';

/** One line at the start and one at the end of each piece of work: for logs and pipes. */
export function plainProgress(write: (line: string) => void): ProgressReporter {
  return {
    start(title) {
      write(`${clean(title)} …`);
      const end = (text: string) => write(clean(text));
      return {
        update() {},
        succeed: end,
        fail: (text) => end(`${text}: failed`),
        leave: (text) => end(`${text}: ${goesOn}`),
      };
    },
  };
}

/** A spinner on a terminal for all that is under way, and a line for what has ended. */
export function spinningProgress(stream: NodeJS.WriteStream, colour: boolean): ProgressReporter {
  const lines = new Map<object, string>();
  let spinner: { text: string; start(): unknown; stop(): unknown } | null = null;
  let timer: NodeJS.Timeout | null = null;
  const text = () => {
    const [first = '', ...others] = lines.values();
    return others.length === 0 ? first : `${first} (and ${others.length} more)`;
  };
  const show = async () => {
    const { default: ora } = await import('ora');
    if (lines.size === 0) return;
    spinner = ora({
      text: text(),
      stream: withWidth(stream),
      discardStdin: false,
      color: colour ? 'cyan' : false,
      // Whoever asked for a spinner has decided; ora would look at the terminal and at CI by rules of its own.
      isEnabled: true,
    });
    spinner.start();
  };
  const ended = (key: object, mark: string, line: string) => {
    lines.delete(key);
    spinner?.stop();
    if (line !== '') stream.write(`${mark} ${clean(line)}\n`);
    if (lines.size === 0) {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      spinner = null;
    } else if (spinner !== null) {
      spinner.text = text();
      spinner.start();
    }
  };
  return {
    start(title) {
      const key = {};
      lines.set(key, clean(title));
      if (spinner !== null) spinner.text = text();
      else timer ??= setTimeout(() => void show(), quietStart);
      return {
        update(line) {
          lines.set(key, clean(line));
          if (spinner !== null) spinner.text = text();
        },
        succeed: (line) => ended(key, '✔', line),
        fail: (line) => ended(key, '✖', line),
        leave: (line) => ended(key, '…', `${line}: ${goesOn}`),
      };
    },
  };
}

/** The stream, 80 wide where its terminal tells no width: ora would clear lines without end. */
function withWidth(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.columns === 0 ? Object.create(stream, { columns: { value: 80 } }) : stream;
}

/** Shows nothing. */
export const noProgress: ProgressReporter = {
  start: () => ({ update() {}, succeed() {}, fail() {}, leave() {} }),
};
