import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  dev?: boolean;
  hasInstallScript?: boolean;
  integrity?: string;
  resolved?: string;
}

const lock: Record<string, Locked> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const packages = Object.entries(lock).filter(([name]) => name !== '');

describe('the packages', () => {
  it('run no install script where nube is installed', () => {
    const running = packages.filter(([, { dev, hasInstallScript }]) => dev !== true && hasInstallScript === true);
    expect(running.map(([name]) => name)).toEqual([]);
  });

  it('run install scripts for development only where it is known why', () => {
    // Both build an optional native speed-up of the emulated SSH server, which goes on without.
    const known = ['node_modules/cpu-features', 'node_modules/ssh2'];
    expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([name]) => name)).toEqual(
      known,
    );
  });

  it('are locked by their content, and to no host', () => {
    expect(packages.filter(([, { integrity }]) => integrity === undefined).map(([name]) => name)).toEqual([]);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
  });
});

describe('the bill of materials', () => {
  const bill = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'));
  const named = (scope: string): string[] =>
    bill.components.filter((one: { scope: string }) => one.scope === scope).map(({ name }: { name: string }) => name);

  it('names every package whose licence is told, with its version and the hash of its content', () => {
    const told = readFileSync('dist/THIRD-PARTY.txt', 'utf8').split(`\n${'-'.repeat(80)}\n\n`);
    expect(named('required')).toHaveLength(told.length);
    expect(named('required')).toEqual(
      expect.arrayContaining(['commander', 'got', 'conf', 'ora', 'chalk', 'cli-table3']),
    );
    const bare = bill.components.filter(
      ({ version, hashes }: { version: string; hashes: unknown }) => !version || !hashes,
    );
    expect(bare).toEqual([]);
  });

  it('names those that an installation may add', () => {
    expect(named('optional')).toContain('@napi-rs/keyring');
  });
});
