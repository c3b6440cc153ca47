import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, failure, post, told } from './connection';
import { certificate, json, serve } from './server';

const answering = (name: string) => serve((response) => json(response, 200, { ok: true }), { certificate: name });
const hint = 'If the authority is your own, give its --ca-file: nube profile set prod ca-file=FILE';

describe('a certificate', () => {
  it.each([
    ['selfsigned', 'it is self-signed'],
    ['good', 'its authority is not known'],
  ])('that is %s is not trusted, and not asked again', async (name, why) => {
    const server = await answering(name);
    const { http, slept } = connect(server.endpoint);
    const expected = {
      code: 'tls_refused',
      message: `The certificate of 127.0.0.1:${server.port} is not trusted: ${why}`,
      hint,
    };
    expect(told(await failure(http.get('/x')))).toEqual(expected);
    expect(told(await failure(post(http)))).toEqual(expected);
    expect(slept).toEqual([]);
    expect(server.seen).toEqual([]);
  });

  it.each([
    ['expired', 'it has expired'],
    ['misnamed', 'it is for another name'],
    ['elsewhere', 'its authority is not known'],
  ])('that is %s is not trusted for all its authority', async (name, why) => {
    const server = await answering(name);
    const error = await failure(connect(server.endpoint, { ca: [certificate('authority')] }).http.get('/x'));
    expect(error.message).toBe(`The certificate of 127.0.0.1:${server.port} is not trusted: ${why}`);
    expect(error.kind).toBe('unavailable');
  });

  it('is trusted with its authority, from a file of several too', async () => {
    const ca = [`${certificate('otherAuthority')}\n${certificate('authority')}`];
    for (const name of ['good', 'elsewhere']) {
      const server = await answering(name);
      const { http } = connect(server.endpoint, { ca });
      expect((await http.get('/x')).body).toEqual({ ok: true });
      await http.get('/x');
      expect(server.seen.map(({ connection }) => connection)).toEqual([1, 1]);
    }
  });

  it('is not looked at where that is asked for', async () => {
    for (const name of ['selfsigned', 'expired', 'misnamed']) {
      const server = await answering(name);
      expect((await connect(server.endpoint, { insecure: true }).http.get('/x')).status).toBe(200);
    }
  });

  it('of an authority that Node itself trusts stays trusted beside a CA file', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'nube-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const bundle = await rolldown({ input: join(import.meta.dirname, 'trust.ts'), platform: 'node' });
    await bundle.write({ file: join(directory, 'trust.mjs'), format: 'esm', codeSplitting: false });
    writeFileSync(join(directory, 'authority.pem'), certificate('authority'));
    const servers = [await answering('good'), await answering('elsewhere')];
    const run = promisify(execFile)(
      process.execPath,
      [join(directory, 'trust.mjs'), certificate('otherAuthority'), ...servers.map(({ endpoint }) => endpoint)],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: join(directory, 'authority.pem') } },
    );
    expect((await run).stdout).toBe('200\n200\n');
  });

  it('authority that is none is a broken configuration', async () => {
    expect(told(await failure(connect('https://127.0.0.1:1', { ca: ['nothing'] }).http.get('/x')))).toEqual({
      code: 'broken_configuration',
      message: 'The CA file of prod holds no certificate that can be read',
      hint: 'It is a file of PEM blocks that begin with -----BEGIN CERTIFICATE-----.',
    });
  });

  it('that never came, for the connection broke before, leaves a change unsent and free to be sent again', async () => {
    const server = createServer((socket) => socket.destroy());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { http, slept } = connect(`https://127.0.0.1:${port}`);
    expect((await failure(post(http))).code).toBe('unreachable');
    expect(slept).toEqual([500, 1000, 2000]);
    server.close();
  });

  it('is not there at all on a plain port, which is said and not tried again', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http, slept } = connect(server.endpoint.replace('http:', 'https:'));
    expect(told(await failure(http.get('/x')))).toMatchObject({
      code: 'tls_refused',
      message: expect.stringMatching(/^No secure connection to 127.0.0.1:\d+ could be made \(E[A-Z_]+\)$/),
      hint: 'Check that the endpoint begins with the right one of http:// and https://.',
    });
    expect(slept).toEqual([]);
  });
});
