// The sandbox: how soon it answers, and how much one processor answers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { cleanEnvironment, median, run } from './measure.mjs';
import { bareNode, nube } from './place.mjs';

export async function measureSandbox(place) {
  const bare = [];
  const first = [];
  let perSecond = 0;
  for (let round = 0; round < 8; round += 1) {
    bare.push((await run(bareNode)).wallMs);
    const served = await serve(path.join(place.directory, `sandbox${round}`));
    first.push(served.firstMs);
    if (round === 7) perSecond = await gets(served);
    served.child.kill('SIGTERM');
    await once(served.child, 'exit');
  }
  return [
    {
      what: 'sandbox: first answer',
      figure: median(first) / median(bare),
      target: 4,
      stretch: 3,
      note: 'to node -e 0',
    },
    {
      what: 'sandbox: GETs a second',
      figure: perSecond,
      target: 5000,
      stretch: 10_000,
      moreIsBetter: true,
      note: 'per second of CPU time',
    },
  ];
}

/** Starts it and asks for one thing. */
async function serve(directory) {
  const began = performance.now();
  const [program, ...words] = nube('sandbox', 'serve', '--port', '0', '-o', 'json', '-p', 'civo');
  const child = spawn(program, words, {
    env: { ...cleanEnvironment, NUBE_DATA_DIR: directory, NUBE_CONFIG_DIR: directory, NUBE_SANDBOX_SEED: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  let endpoint;
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += chunk;
    endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (endpoint !== undefined) break;
  }
  const { port } = new URL(endpoint);
  const token = /"token": ?"([^"]+)"/.exec(text)?.[1] ?? 'sandbox';
  const request = `GET /v2/regions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  await ask(port, request, 1);
  return { child, port, request, firstMs: performance.now() - began };
}

/** So many answers one after the other over one connection. Throws for any that is not 200. */
function ask(port, request, times) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(request));
    let left = times;
    let text = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (head < 0 || text.length < head + 4 + length) return;
      if (!text.startsWith('HTTP/1.1 200')) return reject(new Error(`The sandbox said ${text.slice(0, 200)}`));
      text = '';
      left -= 1;
      if (left > 0) return socket.write(request);
      socket.end();
      resolve();
    });
  });
}

async function gets({ child, port, request }) {
  const each = 1500;
  await Promise.all(Array.from({ length: 8 }, () => ask(port, request, 300)));
  const before = cpuSeconds(child.pid);
  const began = performance.now();
  await Promise.all(Array.from({ length: 8 }, () => ask(port, request, each)));
  const after = cpuSeconds(child.pid);
  // Where the kernel tells nothing of other processes, the clock does.
  return (8 * each) / (before === null || after === null ? (performance.now() - began) / 1000 : after - before);
}

/** User and system time of a process, which Linux counts in hundredths of a second. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
