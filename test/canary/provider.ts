import { expect, it } from 'vitest';
import { Canary, planted, secretsOf } from './canary';
import { lines } from './lines';

/** Tests that a whole session with one provider shows no secret anywhere. */
export function testProvider(provider: string): void {
  it(`a secret of ${provider} is seen nowhere`, { timeout: 180_000 }, async () => {
    const canary = new Canary();
    const secrets: Record<string, string> = { ...planted, 'the token': `sandbox-${provider}-token` };
    const wrong: string[] = [];
    for (const line of lines[provider] ?? []) {
      const endless = provider === 'cycle' && line.startsWith('console');
      const during = (interrupt: () => void) => {
        if (endless) setTimeout(interrupt, 300);
      };
      const run = await canary.sandbox(line, { during });
      // Neither a bug, nor a line that says nothing because it was mistyped.
      const mistaken = run.code === 2 && !line.includes('--image nothing');
      if (run.code === 1 || mistaken) wrong.push(`${line}: ${run.stderr}`);
      if (line.startsWith('reset-password') && run.code === 0 && line.includes('-o json')) {
        secrets['a new password'] = run.json()[0].result.password;
      }
    }
    const made = secretsOf(canary.home, provider);
    expect(Object.keys(made)).not.toEqual([]);
    expect(canary.leaks({ ...secrets, ...made }, [`data/sandbox/${provider}.json`])).toEqual([]);
    expect(wrong).toEqual([]);
    expect(canary.programs()).toMatch(/^\S+\/ssh .*HostKeyAlias=/m);
    expect(canary.left()).toEqual([]);
  });
}
