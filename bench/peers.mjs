// Other tools, where they are installed, listing from the same server. What they do differs; read with care.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { interleave, run } from './measure.mjs';
import { bareNode, nube } from './place.mjs';

const has = (program, ...words) => spawnSync(program, words, { stdio: 'ignore' }).status === 0;

export async function measurePeers(place) {
  const env = await place.home('peers', [{ count: 3, latency: 0 }]);
  const long = await place.home('peersLong', [{ count: 10_000, latency: 100 }]);
  const hcloud = (count, latency) => ({
    HCLOUD_TOKEN: 'a'.repeat(64),
    HCLOUD_ENDPOINT: `${place.origin}/${count}/${latency}`,
  });
  const doctl = (count, latency) => [
    '--api-url',
    `${place.origin}/${count}/${latency}`,
    '--access-token',
    'a'.repeat(64),
    '--config',
    path.join(place.directory, 'doctl.yaml'),
  ];
  const tools = [
    ['nube --version', true, { line: nube('--version') }],
    ['nube list', true, { line: nube('list'), env }],
    ['hcloud version', has('hcloud', 'version'), { line: ['hcloud', 'version'], env: hcloud(3, 0) }],
    ['hcloud server list', has('hcloud', 'version'), { line: ['hcloud', 'server', 'list'], env: hcloud(3, 0) }],
    ['doctl version', has('doctl', 'version'), { line: ['doctl', 'version'] }],
    [
      'doctl compute droplet list',
      has('doctl', 'version'),
      { line: ['doctl', 'compute', 'droplet', 'list', ...doctl(3, 0)] },
    ],
    ['gh --version', has('gh', '--version'), { line: ['gh', '--version'] }],
    ['aws --version', has('aws', '--version'), { line: ['aws', '--version'] }],
    ['openstack --version', has('openstack', '--version'), { line: ['openstack', '--version'] }],
  ];
  const slow = [
    ['nube list, 10,000 at 100 ms', true, { line: nube('list', '-o', 'ndjson', '--page-size', '100'), env: long }],
    [
      'hcloud server list, 10,000 at 100 ms',
      has('hcloud', 'version'),
      { line: ['hcloud', 'server', 'list'], env: hcloud(10_000, 100) },
    ],
    [
      'doctl compute droplet list, 10,000 at 100 ms',
      has('doctl', 'version'),
      { line: ['doctl', 'compute', 'droplet', 'list', ...doctl(10_000, 100)] },
    ],
  ];
  const quick = await interleave(10, await commandsOf([['node -e 0', true, { line: bareNode }], ...tools]));
  const long2 = await interleave(1, await commandsOf(slow));
  return Object.entries({ ...quick, ...long2 }).map(([what, { wallMs }]) => ({
    what,
    ms: wallMs,
    ratio: wallMs / quick['node -e 0'].wallMs,
  }));
}

/** Those that are installed and answer; what fails is named and left out. */
async function commandsOf(tools) {
  const found = {};
  for (const [what, installed, command] of tools) {
    if (!installed) continue;
    try {
      await run(command.line, command);
      found[what] = command;
    } catch (error) {
      console.error(`left out: ${error.message.slice(0, 300)}`);
    }
  }
  return found;
}
