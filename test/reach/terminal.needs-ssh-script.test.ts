import { describe, expect, it } from 'vitest';
import { shellLine } from '../../src/core/shell';
import { ProgramHome } from './program';

const home = new ProgramHome({ NUBE_SANDBOX: '1', TERM: 'xterm' });
home.variables.PATH = process.env.PATH ?? '';

/** Runs nube with a terminal of its own, and types the lines once the machine has greeted. */
async function atTerminal(words: readonly string[], typed: string[] = [], after = 'Welcome') {
  const run = await home.start('script', ['-qec', shellLine(home.line(words)), '/dev/null'], {
    during: (child) =>
      new Promise<void>((resolve) => {
        let seen = '';
        let next = 0;
        child.stdout?.on('data', (chunk) => {
          seen += chunk;
          if (!seen.includes(after) || next >= typed.length || !/[$#] $/.test(seen)) return;
          seen = after;
          child.stdin?.write(`${typed[next]}\r`);
          next += 1;
        });
        child.once('exit', () => resolve());
      }),
  });
  return { ...run, lines: run.stdout.replaceAll('\r', '').split('\n') };
}

describe('at a terminal', () => {
  it('nube ssh is a shell with a terminal of its own, and ends with its exit code', async () => {
    const { code, lines } = await atTerminal(['ssh', 'web-1'], ['hostname', 'echo $TERM', 'exit 4']);
    expect(code).toBe(4);
    expect(lines).toContain('Welcome to web-1, a machine of the nube sandbox.');
    expect(lines).toContain('web-1');
    expect(lines).toContain('xterm');
  });

  it('a one-time password is never asked of the person', async () => {
    const { code, stdout } = await atTerminal(['ssh', 'api-1'], ['whoami', 'exit']);
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
    const line = `${shellLine(home.line(['ssh', 'web-1']))} > ${home.file('out')}; cat ${home.file('out')}`;
    const { stdout } = await home.start('script', ['-qec', line, '/dev/null'], {
      input: 'echo TERM=$TERM.\nexit\n\x04\x04',
    });
    expect(stdout).toContain('TERM=.');
    expect(stdout).not.toContain('Welcome');
  });

  it('a question comes before anything on several instances', async () => {
    const line = shellLine(home.line(['exec', 'web-1', 'cache-1', '--', 'hostname']));
    const { stdout } = await home.start('script', ['-qec', line, '/dev/null'], { input: 'n\n' });
    expect(stdout).toContain('Run "hostname" on these 2 instances?');
    expect(stdout).not.toContain('== ');
  });

  it('a way is offered where there is none', async () => {
    expect((await home.run(['start', 'edge-3'])).code).toBe(0);
    const line = shellLine(home.line(['ssh', 'edge-3', '--', 'hostname']));
    const refused = await home.start('script', ['-qec', line, '/dev/null'], { input: 'n\n' });
    expect(refused.code).toBe(255);
    expect(refused.stdout).toContain('Open a way to it?');
    const accepted = await home.start('script', ['-qec', line, '/dev/null'], { input: 'y\n' });
    expect(accepted.code).toBe(0);
    expect(accepted.stdout.replaceAll('\r', '')).toMatch(/^edge-3$/m);
  });
});
