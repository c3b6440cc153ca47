import { createServer } from 'node:net';
import { Client, utils } from 'ssh2';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Machine } from '../../../src/sandbox/ssh';
import { createHostKey } from '../../../src/sandbox/ssh/hostKey';
import { PASSWORD, startMachine } from './machine';
import { connect, run } from './sshClient';

const REFUSED = 'All configured authentication methods failed';
const machine: Machine = { id: 'box', hostname: 'box-1', user: 'root', startedAt: 0, isUp: () => true };

describe('logging in', () => {
  test('takes the password, once for each login', async () => {
    const { address, logins } = await startMachine();
    await connect(address, { username: 'someone', password: PASSWORD });
    expect(logins).toEqual([{ method: 'password', user: 'someone', password: PASSWORD }]);
  });

  test('refuses a wrong password and a user without one', async () => {
    const { address, logins } = await startMachine();
    await expect(connect(address, { username: 'someone', password: 'wrong' })).rejects.toThrow(REFUSED);
    await expect(connect(address, { username: 'someone' })).rejects.toThrow(REFUSED);
    expect(logins).toEqual([]);
  });

  test('takes the password as an answer to a question, too', async () => {
    const { address } = await startMachine();
    const client = new Client();
    const asked = await new Promise((resolve, reject) => {
      let prompts: unknown;
      client.on('keyboard-interactive', (_name, _instructions, _language, questions, answer) => {
        prompts = questions;
        answer([PASSWORD]);
      });
      client.on('ready', () => resolve(prompts));
      client.on('error', reject);
      client.connect({ host: '127.0.0.1', port: Number(address.split(':')[1]), username: 'x', tryKeyboard: true });
    });
    client.end();
    expect(asked).toEqual([{ prompt: 'Password: ', echo: false }]);
  });

  test.each(['ed25519', 'rsa', 'ecdsa'] as const)('takes a %s key that is accepted, and no other', async (type) => {
    const known = newKey(type);
    const { address } = await startMachine({
      methods: ['publickey'],
      login: (attempt) => (attempt.method === 'publickey' && attempt.key === known.public ? machine : undefined),
    });
    const client = await connect(address, { username: 'root', privateKey: known.private });
    expect((await run(client, 'whoami')).stdout).toBe('root\n');
    await expect(connect(address, { username: 'root', privateKey: newKey(type).private })).rejects.toThrow(REFUSED);
    await expect(connect(address, { username: 'root', password: PASSWORD })).rejects.toThrow(REFUSED);
  });

  test('needs nothing where that is enough', async () => {
    const { address } = await startMachine({ methods: ['none'], login: () => machine });
    expect((await run(await connect(address, { username: 'root' }), 'hostname')).stdout).toBe('box-1\n');
  });

  test('is over after six attempts', async () => {
    let attempts = 0;
    const { address } = await startMachine({
      login: () => {
        attempts += 1;
        return undefined;
      },
    });
    const authHandler = () => ({ type: 'password', username: 'x', password: 'wrong' });
    const endless = connect(address, { username: 'x', authHandler: authHandler as never });
    await expect(endless).rejects.toThrow('The connection was closed.');
    expect(attempts).toBe(6);
  });
});

describe('the host key', () => {
  test('is the same for the same seed, and what the server shows', async () => {
    const { address } = await startMachine();
    const key = utils.parseKey(createHostKey('ab'.repeat(32)));
    if (key instanceof Error) throw key;
    let shown: Buffer | undefined;
    await connect(address, {
      username: 'x',
      password: PASSWORD,
      hostVerifier: (given: Buffer) => {
        shown = given;
        return true;
      },
    });
    expect(shown?.toString('base64')).toBe(key.getPublicSSH().toString('base64'));
    expect(createHostKey('ab'.repeat(32))).toBe(createHostKey('ab'.repeat(32)));
    expect(createHostKey('ab'.repeat(32))).not.toBe(createHostKey('ac'.repeat(32)));
  });

  test('can not be made of anything but 64 hexadecimal digits', () => {
    expect(() => createHostKey('ab')).toThrow('A host key is made from 64 hexadecimal digits.');
  });
});

describe('a connection', () => {
  test('ends when the machine goes down', async () => {
    const { address, stop } = await startMachine();
    const client = await connect(address, { username: 'x', password: PASSWORD });
    const ended = run(client, 'sleep 60');
    stop();
    expect((await ended).code).toBeNull();
  });

  test('ends with the server, which frees its port', async () => {
    const { address, close } = await startMachine();
    const client = await connect(address, { username: 'x', password: PASSWORD });
    const closed = new Promise<void>((resolve) => {
      client.on('close', () => resolve());
    });
    await close();
    await closed;
    await expect(connect(address, { username: 'x', password: PASSWORD })).rejects.toThrow('ECONNREFUSED');
  });

  test('is passed on only where that is allowed', async () => {
    const port = await echoServer();
    const { address } = await startMachine({
      forward: (host) => (host === '10.0.0.7' ? { host: '127.0.0.1', port } : undefined),
    });
    const client = await connect(address, { username: 'x', password: PASSWORD });
    const answer = await new Promise((resolve, reject) => {
      client.forwardOut('127.0.0.1', 1, '10.0.0.7', 22, (error, stream) => {
        if (error) {
          reject(error);
          return;
        }
        stream.on('data', (chunk: Buffer) => resolve(String(chunk)));
        stream.write('over there');
      });
    });
    expect(answer).toBe('over there');
    const refused = await new Promise((resolve) => {
      client.forwardOut('127.0.0.1', 1, '127.0.0.1', port, (error) => resolve(error?.message));
    });
    expect(refused).toContain('Channel open failure');
  });
});

function newKey(type: 'ed25519' | 'rsa' | 'ecdsa'): { private: string; public: string } {
  const pair =
    type === 'rsa'
      ? utils.generateKeyPairSync('rsa', { bits: 2048 })
      : type === 'ecdsa'
        ? utils.generateKeyPairSync('ecdsa', { bits: 256 })
        : utils.generateKeyPairSync('ed25519');
  return { private: pair.private, public: pair.public.split(' ').slice(0, 2).join(' ') };
}

function echoServer(): Promise<number> {
  const server = createServer((socket) => socket.pipe(socket));
  onTestFinished(() => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
