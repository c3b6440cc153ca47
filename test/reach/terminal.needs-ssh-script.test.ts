import { describe, expect, it } from 'vitest';
import { shellLine } from '../../src/core/shell';
import { shipped } from '../startProgram';
import { ProgramHome } from './program';

const home = new ProgramHome({ NUBE_SANDBOX: '1', TERM: 'xterm' });
home.variables.PATH = process.env.PATH ?? '';

/** Runs nube with a terminal of its own, and types the lines each at a prompt of the machine. */
const atTerminal = (words: readonly string[], typed: readonly string[] = [], prompt = '$ ') =>
  home.atTerminal(
    shellLine(shipped(words)),
    typed.map((line) => [prompt, `${line}\r`]),
  );

describe('at a terminal', () => {
  it('nube ssh is a shell with a terminal of its own, and ends with its exit code', async () => {
    const { code, lines } = await atTerminal(['ssh', 'web-1'], ['hostname', 'echo $TERM', 'exit 4']);
    expect(code).toBe(4);
    expect(lines).toContain('Welcome to web-1, a machine of the nube sandbox.');
    expect(lines).toContain('web-1');
    expect(lines).toContain('xterm');
  });

  it('a one-time password is never asked of the person', async () => {
    const { code, stdout } = await atTerminal(['ssh', 'api-1'], ['whoami', 'exit'], '# ');
    expect(code).toBe(0);
    expect(stdout).toContain('root');
    expect(stdout).not.toMatch(/password/i);
  });

  it('a command has a terminal only with -t', async () => {
    const bare = await atTerminal(['ssh', 'web-1', '--', 'echo', 'TERM=$TERM.']);
    expect(bare.lines).toContain('TERM=.');
    const asked = await atTerminal(['ssh', 'web-1', '-t', '--', 'echo', 'TERM=$TERM.']);
    expect(asked.lines).toContain('TERM=xterm.');
  });

  it('a shell has none where stdout is no terminal', async () => {
    const line = `${shellLine(shipped(['ssh', 'web-1']))} > ${home.file('out')}; cat ${home.file('out')}`;
    const { stdout } = await home.start(['script', '-qec', line, '/dev/null'], {
      input: 'echo TERM=$TERM.\nexit\n\x04\x04',
    });
    expect(stdout).toContain('TERM=.');
    expect(stdout).not.toContain('Welcome');
  });

  it('a question comes before anything on several instances', async () => {
    const line = shellLine(shipped(['exec', 'web-1', 'cache-1', '--', 'hostname']));
    const { code, lines } = await home.atTerminal(line, [['Run "hostname" on these 2 instances?', 'n\r']]);
    expect({ code, end: lines.slice(-2) }).toEqual({ code: 9, end: ['error: Nothing was done', ''] });
  });

  // This terminal tells no width.
  it('a way is offered where there is none', async () => {
    expect((await home.run(['start', 'edge-3'])).code).toBe(0);
    const line = shellLine(shipped(['ssh', 'edge-3', '--', 'hostname']));
    const refused = await home.atTerminal(line, [['Open a way to it?', 'n\r']]);
    expect(refused.code).toBe(255);
    const accepted = await home.atTerminal(line, [['Open a way to it?', 'y\r']]);
    expect(accepted.code).toBe(0);
    expect(accepted.lines.at(-2)).toBe('edge-3');
  });
});
