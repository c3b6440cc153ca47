import type { CycleConfig, CycleVolumeConfig } from './data';
import { parseDataSize } from './dataSize';
import { failure } from './failure';
import { createFields, isRecord } from './fields';

const PUBLIC = ['enable', 'egress-only', 'environment-limited', 'disable'];
const STRATEGIES = [
  'resource-density',
  'high-availability',
  'distributed',
  'first-available',
  'manual',
  'node',
  'edge',
  'function',
];

/** The config of a container as it was sent; throws when something that it needs is missing or makes no sense. */
export function requireConfig(config: unknown, source: string): CycleConfig {
  const fields = createFields({ config }).object('config');
  const network = fields.object('network');
  requireOneOf(network.text('public'), PUBLIC, `${source}/network/public`);
  network.text('hostname');
  const deploy = fields.object('deploy');
  if (deploy.whole('instances') < 0) throw invalid(`${source}/deploy/instances`);
  const strategy = deploy.optionalText('strategy');
  if (strategy !== undefined) requireOneOf(strategy, STRATEGIES, `${source}/deploy/strategy`);
  requireResources(fields.raw('resources'), `${source}/resources`);
  return config as CycleConfig;
}

function requireResources(resources: unknown, source: string): void {
  if (resources === undefined || resources === null) return;
  const fields = createFields({ resources }).object('resources');
  const ram = fields.object('ram');
  for (const name of ['limit', 'reserve']) requireSize(ram.raw(name), `${source}/ram/${name}`);
  const { raw } = fields.object('cpu');
  const shares = raw('shares');
  if (shares === undefined || shares === null) return;
  for (const name of ['limit', 'reserve']) createFields({ shares }).object('shares').whole(name);
}

function requireSize(size: unknown, source: string): void {
  if (size === undefined || size === null || size === '') return;
  const bytes = parseDataSize(size);
  if (bytes === undefined || bytes === 0) throw invalid(source);
}

/** The config of a volume as it was sent; throws when something that it needs is missing or makes no sense. */
export function requireVolumeConfig(config: unknown, source: string): CycleVolumeConfig {
  const fields = createFields({ config }).object('config');
  fields.flag('read_only');
  fields.flag('block_device');
  fields.text('destination');
  const local = fields.raw('local');
  if (isRecord(local)) {
    createFields({ local }).object('local').text('max_size');
    requireSize(local.max_size, `${source}/local/max_size`);
  }
  return config as CycleVolumeConfig;
}

function requireOneOf(value: string, known: readonly string[], source: string): void {
  if (!known.includes(value)) throw invalid(source);
}

function invalid(source: string) {
  return failure('422.invalid-argument', { detail: `${source.split('/').at(-1)} is invalid`, source });
}
