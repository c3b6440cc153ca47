import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { Call } from '../../src/call';
import { spinningProgress } from '../../src/io/progress';
import { createProgress } from '../../src/terminal';

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

describe('what is under way', () => {
  const shown = async (term: string, unattended: boolean) => {
    const { stream, text } = terminal(80);
    const write = (line: string) => void stream.write(line);
    const system = {
      error: { stream, isTerminal: true, columns: 80, write },
      variable: (name: string) => (name === 'TERM' ? term : undefined),
    };
    const call = { system, unattended, options: { quiet: false }, json: false, colour: false, typed: { common: {} } };
    const task = createProgress(call as never as Call).start('stop web-1');
    await vi.waitFor(() => expect(text()).toContain('stop web-1'), { timeout: 30_000 });
    task.succeed('web-1 is stopped');
    await vi.waitFor(() => expect(text()).toContain('web-1 is stopped'), { timeout: 30_000 });
    return text();
  };

  it.each([
    ['dumb', false],
    ['xterm', true],
  ])('is told in plain lines where TERM is %s and nobody is there is %s', async (term, unattended) => {
    expect(await shown(term, unattended)).toBe('stop web-1 …\nweb-1 is stopped\n');
  });

  it('is told by a spinner where somebody looks at a terminal', async () => {
    const written = await shown('xterm', false);
    expect(written).not.toContain('stop web-1 …');
    expect(written).toMatch(/stop web-1[\s\S]*✔ web-1 is stopped\n$/);
  });
});
