import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openKeychain } from '../../src/io/keychain';
import { failure, told } from './http/connection';

/** A place where `@napi-rs/keyring` is what `source` exports, and a keychain that looks for it there. */
function keychainOf(source: string | null, patienceMs = 20_000) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-keychain-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const installed = path.join(directory, 'node_modules', '@napi-rs', 'keyring');
  mkdirSync(installed, { recursive: true });
  if (source !== null) writeFileSync(path.join(installed, 'index.js'), source);
  return { directory, keychain: openKeychain({ from: path.join(directory, 'nube.js'), patienceMs }) };
}

/** Keeps everything in a file, and writes down how it was called. */
const working = `
const fs = require('node:fs');
const path = require('node:path');
const file = path.join(__dirname, 'kept.json');
const read = () => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {});
const write = (all) => fs.writeFileSync(file, JSON.stringify(all));
exports.Entry = class {
  constructor(service, account, options) {
    this.key = service + '/' + account;
    const seen = { argv: process.argv, cwd: process.cwd(), options, nodeOptions: process.env.NODE_OPTIONS ?? null };
    fs.writeFileSync(path.join(__dirname, 'seen.json'), JSON.stringify(seen));
  }
  getPassword() { return read()[this.key] ?? null; }
  setPassword(secret) { write({ ...read(), [this.key]: secret }); }
  deletePassword() { const { [this.key]: gone, ...rest } = read(); write(rest); return gone !== undefined; }
};
`;

describe('the keychain', () => {
  it('keeps, gives back and forgets a secret, which is in no argument list', async () => {
    const { directory, keychain } = keychainOf(working);
    await keychain.write('work-1', 'tök3n "quoted"\n$HOME');
    expect(await keychain.read('work-1')).toBe('tök3n "quoted"\n$HOME');
    const beside = path.join(directory, 'node_modules', '@napi-rs', 'keyring');
    const seen = readFileSync(path.join(beside, 'seen.json'), 'utf8');
    expect(seen).not.toContain('tök3n');
    expect(JSON.parse(seen)).toMatchObject({ cwd: '/', options: { linux: { store: 'secret-service' } } });
    expect(JSON.parse(readFileSync(path.join(beside, 'kept.json'), 'utf8'))).toHaveProperty('nube/work-1');
    await keychain.remove('work-1');
    await keychain.remove('work-1');
    expect(told(await failure(keychain.read('work-1')))).toEqual({
      code: 'secret_unavailable',
      message: 'The keychain holds nothing for work-1 of nube',
      hint: 'Remove the profile and add it again, with --token-keychain.',
    });
  });

  it('that does not answer is given up in time', async () => {
    const { keychain } = keychainOf('exports.Entry = class { getPassword() { for (;;); } };', 300);
    expect(told(await failure(keychain.read('work-1')))).toEqual({
      code: 'secret_unavailable',
      message: 'The keychain did not answer within 0.3 s',
      hint: 'Unlock it, or keep the token elsewhere (--token-env, --token-file, --token-command).',
    });
  });

  it('that refuses is quoted, without control characters', async () => {
    const source = `exports.Entry = class { constructor() { throw new Error('no \\u001b[31mdaemon'); } };`;
    expect(told(await failure(keychainOf(source).keychain.write('work-1', 'secret')))).toEqual({
      code: 'secret_unavailable',
      message: 'The keychain of this machine did not do it',
      hint: 'Look whether it runs and is unlocked, or keep the token elsewhere (--token-env, --token-file, --token-command).',
      reason: 'no daemon',
    });
  });

  it('whose process dies is no keychain', async () => {
    const { keychain } = keychainOf('process.exit(3);');
    expect(await failure(keychain.remove('work-1'))).toMatchObject({
      code: 'secret_unavailable',
      details: { reason: 'it ended without an answer' },
    });
  });

  it('that is not installed is named, with the ways around it', async () => {
    expect(told(await failure(keychainOf(null).keychain.read('work-1')))).toEqual({
      code: 'secret_unavailable',
      message: 'The keychain cannot be reached, for the optional package @napi-rs/keyring is not installed',
      hint: 'Install nube anew, with what is optional, or keep the token elsewhere (--token-env, --token-file, --token-command).',
    });
  });
});
