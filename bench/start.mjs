// How long nube takes to start, against Node that does nothing.
import { interleave } from './measure.mjs';
import { bareNode, nube } from './place.mjs';

const rounds = 24;

export async function measureStart(place) {
  const env = await place.home('one', [{ count: 3, latency: 0 }]);
  const commands = {
    node: { line: bareNode },
    version: { line: nube('--version') },
    complete: { line: nube('__complete', 'list', '--') },
    help: { line: nube('--help') },
    listHelp: { line: nube('list', '--help') },
    list: { line: nube('list') },
  };
  const timed = await interleave(rounds, commands, { env });
  const counted = await interleave(rounds, commands, { env, counted: true });
  const names = {
    version: ['nube --version', 1.15, 1.05],
    complete: ['completion of options', 1.15, 1.05],
    help: ['nube --help', 1.35, 1.15],
    listHelp: ['nube list --help', 1.35, 1.15],
    list: ['nube list, one GET', 3.0, 2.3],
  };
  const rows = Object.entries(names).flatMap(([name, [what, target, stretch]]) => [
    { what, figure: timed[name].wallMs / timed.node.wallMs, target, stretch, note: 'time, to node -e 0' },
    { what, figure: counted[name].cpuMs / counted.node.cpuMs, target, stretch, note: 'CPU time, to node -e 0' },
  ]);
  const memory = (name, what, target) => ({
    what,
    figure: counted[name].peakKiB / counted.node.peakKiB,
    target,
    note: 'peak memory, to node -e 0',
  });
  return [...rows, memory('help', 'nube --help', 1.15), memory('list', 'nube list, one GET', 1.4)];
}
