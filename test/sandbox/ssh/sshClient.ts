import { Client, type ClientChannel, type ConnectConfig, type ExecOptions, type SFTPWrapper } from 'ssh2';
import { onTestFinished } from 'vitest';

/** What came of a command. */
export interface Ended {
  stdout: string;
  stderr: string;
  /** null when a signal ended it. */
  code: number | null;
  signal: string | undefined;
}

/** Logs in; rejects with the reason of the refusal. `address` is `host:port`. */
export function connect(address: string, config: ConnectConfig): Promise<Client> {
  const client = new Client();
  onTestFinished(() => {
    client.end();
  });
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client));
    client.on('error', reject);
    client.on('close', () => reject(new Error('The connection was closed.')));
    client.connect({ host, port: Number(port), ...config });
  });
}

/** Runs a command; `act` may talk to it. */
export function run(
  client: Client,
  command: string,
  options: ExecOptions = {},
  act: (channel: ClientChannel) => void = (channel) => channel.end(),
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    client.exec(command, options, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      collect(channel, resolve);
      act(channel);
    });
  });
}

/** Opens a shell; `act` talks to it. */
export function shell(client: Client, terminal: boolean, act: (channel: ClientChannel) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    client.shell(terminal ? { term: 'xterm' } : false, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      collect(channel, resolve);
      act(channel);
    });
  });
}

export function openSftp(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)));
  });
}

/** A call of ssh2's that ends with a callback, as a promise. */
export function called<T = void>(act: (done: Done) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    act((error, value) => (error ? reject(error) : resolve(value)));
  });
}

type Done = (error?: Error | null, value?: any) => void;

function collect(channel: ClientChannel, resolve: (ended: Ended) => void): void {
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  let code: number | null = null;
  let signal: string | undefined;
  channel.on('data', (chunk: Buffer) => out.push(chunk));
  channel.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  channel.on('exit', (status: number | null, name?: string) => {
    code = status;
    signal = name;
  });
  channel.on('close', () =>
    resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString(), code, signal }),
  );
}
