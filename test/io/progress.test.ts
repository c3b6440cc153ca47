import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { spinningProgress } from '../../src/io/progress';

/** A terminal of that width; ora moves its cursor by these calls. */
function terminal(columns: number) {
  const stream = new PassThrough();
  let written = '';
  stream.on('data', (chunk) => {
    written += chunk;
  });
  const calls = { isTTY: true, columns, cursorTo: vi.fn(), clearLine: vi.fn(), moveCursor: vi.fn() };
  return { stream: Object.assign(stream, calls) as never as NodeJS.WriteStream, calls, text: () => written };
}

describe('the spinner', () => {
  it.each([0, 80])(
    'shows what is under way on a terminal that says it is %s wide, and then what has ended',
    async (width) => {
      const { stream, calls, text } = terminal(width);
      const task = spinningProgress(stream, false).start('stop web-1');
      await vi.waitFor(() => expect(text()).toContain('stop web-1'), { timeout: 30_000 });
      task.succeed('web-1 is stopped');
      await vi.waitFor(() => expect(text()).toMatch(/✔ web-1 is stopped\n/), { timeout: 30_000 });
      // What one line has taken is cleared, and nothing above it.
      expect(calls.moveCursor).not.toHaveBeenCalled();
      expect(calls.clearLine.mock.calls.length).toBeGreaterThan(0);
    },
  );
});
