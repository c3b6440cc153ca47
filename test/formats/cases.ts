import type { Format } from '../../src/core/common';
import type { RunOptions } from '../nube';
import { schemas } from '../schemaCheck';

/** A command line, and what comes of it in every format. */
export interface State extends Pick<RunOptions, 'variables' | 'input'> {
  line: string | readonly string[];
  /** A line that is run before it, each time; OPERATION in its own line is what that one has begun. */
  before?: string;
  /** Each run gets a sandbox of its own. */
  changes?: true;
  /** It goes on until it is interrupted, and is at once. */
  endless?: true;
  /** It starts ssh or scp. */
  needs?: 'ssh';
  /** Formats in which it is refused as a mistake. */
  refused?: readonly Format[];
  /** The only formats that it is run in. */
  only?: readonly Format[];
  /** The exit code; 0 unless said. */
  code?: number;
  /**
   * How many rows it prints; or that it prints one object, `json` or `text` that is the same in all formats, an `answer`
   * that is as it came unless another format of data is asked for, or a `line` of JSON where one of its formats is asked
   * for and text elsewhere. Nothing unless said.
   */
  rows?: number | 'object' | 'json' | 'text' | 'answer' | 'line';
}

type States = Readonly<Record<string, State>>;

/** A verb on two instances that it can be done to. */
const on = (verb: string, first: string, second: string | null, more = '', before?: string): States => {
  const rest = more === '' ? '' : ` ${more}`;
  const changing = { changes: true, ...(before === undefined ? {} : { before }) } as const;
  return {
    one: { line: `${verb} ${first}${rest} --yes`, rows: 1, ...changing },
    ...(second === null ? {} : { many: { line: `${verb} ${first} ${second}${rest} --yes`, rows: 2, ...changing } }),
    empty: { line: `${verb} --filter name=nobody${rest} --yes`, rows: 0 },
    failure: { line: `${verb} nobody${rest} --yes`, code: 5 },
  };
};

/** A look at two instances, each with so many rows, and at one that has none. */
const look = (verb: string, first: [string, number], second: [string, number], none: string | null): States => ({
  one: { line: `${verb} ${first[0]}`, rows: first[1] },
  many: { line: `${verb} ${first[0]} ${second[0]}`, rows: first[1] + second[1] },
  ...(none === null ? {} : { empty: { line: `${verb} ${none}`, rows: 0 } }),
  failure: { line: `${verb} nobody`, code: 5 },
});

const small = '-p civo --region LON1 --size g3.xsmall --image ubuntu-jammy';
const fault = (kind: string) => ({ variables: { NUBE_SANDBOX_FAULT: kind } });

/** By command, the states in which it is run. */
export const cases: Readonly<Record<string, States>> = {
  list: {
    one: { line: 'list --filter name=web-1', rows: 1 },
    many: { line: 'list', rows: 20 },
    empty: { line: 'list --filter name=nobody', rows: 0 },
    failure: { line: 'list -p civo', code: 14, rows: 0, ...fault('503') },
    unknown: { line: 'list -p nobody', code: 3 },
  },
  get: {
    one: { line: 'get cycle/api-1', rows: 'object' },
    failure: { line: 'get nobody', code: 5 },
  },
  stats: look('stats', ['civo/web-1', 1], ['erp-1', 1], 'civo/db-1'),
  volumes: look('volumes', ['civo/web-1', 1], ['erp-1', 2], 'civo/db-1'),
  containers: look('containers', ['report-1', 1], ['erp-2', 1], null),
  env: look('env', ['report-1', 7], ['erp-2', 7], null),
  'security-groups': {
    ...look('security-groups', ['erp-1', 1], ['sandbox-lab-1', 1], null),
    empty: { line: 'security-groups --filter name=nobody --clear', rows: 0 },
    set: { line: 'security-groups erp-1 --set 2 --yes', rows: 1, changes: true },
    asks: { line: 'security-groups erp-1 --set 2', code: 9 },
  },
  backups: {
    ...look('backups', ['erp-1', 1], ['cloudca/mail-1', 1], 'erp-2'),
    delete: {
      before: 'backup erp-2 --snapshot --name before',
      line: 'backups erp-2 --delete before --yes',
      rows: 1,
      changes: true,
    },
    'a part': { line: 'backups erp-1 civo/web-1', code: 12, rows: 1 },
  },
  create: {
    one: { line: `create made ${small} --no-wait`, rows: 1, changes: true },
    many: { line: `create made ${small} --count 2`, rows: 2, changes: true },
    empty: { line: 'create --from-file - -p civo', input: '[]', rows: 0 },
    failure: { line: `create web-1 ${small}`, code: 7 },
    differs: {
      line: 'create web-1 -p civo --region LON1 --size g3.large --image ubuntu-noble --if-not-exists',
      code: 7,
      rows: 1,
    },
    unchanged: {
      line: 'create web-1 -p civo --region LON1 --size g3.small --image ubuntu-noble --if-not-exists',
      rows: 1,
    },
  },
  update: on('update', 'civo/web-1', 'erp-1', '--description new'),
  delete: on('delete', 'civo/web-1', 'erp-1'),
  start: on('start', 'civo/db-1', 'civo/web-1'),
  stop: {
    ...on('stop', 'civo/db-1', 'erp-1'),
    asks: { line: 'stop civo/web-1', code: 9 },
    failed: { line: 'stop cloudca/build-1 --yes', code: 10, rows: 1, changes: true, ...fault('task-failure') },
    'still going on': { line: 'stop erp-1 --yes --no-wait', rows: 1, changes: true },
    'not ended': { line: 'stop erp-1 --yes --timeout 5s', code: 11, rows: 1, changes: true, ...fault('stuck') },
  },
  reboot: on('reboot', 'civo/web-1', 'erp-1'),
  suspend: on('suspend', 'sandbox-lab-1', 'erp-1'),
  recover: { ...on('recover', 'cloudca/old-1', null), 'wrong state': { line: 'recover cloudca/build-1', code: 7 } },
  purge: on('purge', 'cloudca/old-1', null),
  wait: {
    one: { line: 'wait civo/web-1', rows: 1 },
    many: { line: 'wait civo/web-1 erp-1', rows: 2 },
    empty: { line: 'wait nobody --for deleted', rows: 0 },
    failure: { line: 'wait nobody', code: 5 },
    'not ended': { line: 'wait civo/db-1 --timeout 3s', code: 11, rows: 1 },
  },
  resize: on('resize', 'civo/web-1', 'civo/web-2', '--size g3.large'),
  clone: {
    ...on('clone', 'civo/web-1', 'civo/web-2', '--shape-only'),
    unsupported: { line: 'clone civo/web-1 --name copy', code: 8 },
  },
  migrate: on('migrate', 'store-1', null, '--to ams-2 --copy-volumes'),
  drain: on('drain', 'api-1', 'api-2'),
  tag: on('tag', 'civo/web-1', 'erp-1', '--add new'),
  firewall: on('firewall', 'civo/web-1', 'civo/web-2', '--default'),
  network: on('network', 'cloudca/build-1', null, '--to DB-prod'),
  'ssh-key': on('ssh-key', 'cloudca/build-1', 'cloudca/mail-1', '--set laptop'),
  'reset-password': Object.fromEntries(
    Object.entries(on('reset-password', 'cloudca/build-1', 'cloudca/mail-1', '--show-secrets')).map(
      ([which, state]) => [which, { ...state, refused: ['id', 'ref'] }],
    ),
  ),
  iso: {
    one: { line: 'iso coxedge/edge-1', rows: 4 },
    attach: { line: 'iso edge-1 --attach xs-tools.iso', rows: 1, changes: true },
    empty: { line: 'iso --filter name=nobody --detach', rows: 0 },
    failure: { line: 'iso erp-1', code: 8 },
  },
  upgrade: {
    ...look('upgrade', ['report-1', 1], ['erp-1', 2], null),
    empty: { line: 'upgrade --filter name=nobody --to generic-add-node', rows: 0 },
    to: { line: 'upgrade erp-1 --to generic-add-node --yes', rows: 1, changes: true },
  },
  backup: on('backup', 'erp-1', 'erp-2', '--snapshot'),
  restore: {
    one: {
      before: 'backup erp-2 --snapshot --name before',
      line: 'restore erp-2 before --yes',
      rows: 1,
      changes: true,
    },
    failure: { line: 'restore erp-1 nothing --yes', code: 5 },
  },
  image: on('image', 'erp-2', 'report-1'),
  ssh: {
    one: { line: 'ssh civo/web-1 --print', rows: 'text' },
    remote: { line: 'ssh civo/web-1 -- hostname', rows: 'text', needs: 'ssh' },
    expire: { line: 'ssh api-1 --expire', rows: 1, changes: true },
    failure: { line: 'ssh nobody', code: 255 },
  },
  exec: {
    one: { line: 'exec civo/web-1 -- hostname', rows: 1, needs: 'ssh' },
    many: { line: 'exec civo/web-1 erp-1 --yes -- hostname', rows: 2, needs: 'ssh' },
    empty: { line: 'exec --filter name=nobody -- hostname', rows: 0 },
    failure: { line: 'exec nobody -- hostname', code: 255 },
    failed: { line: 'exec civo/web-1 -- false', code: 1, rows: 1, needs: 'ssh' },
    asks: { line: 'exec civo/web-1 erp-1 -- hostname', code: 9 },
  },
  cp: {
    one: { line: 'cp package.json civo/web-1:/tmp/', rows: 1, needs: 'ssh' },
    many: { line: 'cp --filter tag=erp --yes package.json :/tmp/', rows: 2, needs: 'ssh' },
    empty: { line: 'cp --filter name=nobody package.json :/tmp/', rows: 0 },
    failure: { line: 'cp package.json nobody:/tmp/', code: 5 },
  },
  console: {
    one: { line: 'console erp-1', rows: 'object' },
    'without its token': { line: 'console civo/web-1', rows: 'object' },
    failure: { line: 'console cloudca/build-1', code: 8 },
  },
  'ssh-config': {
    one: { line: 'ssh-config --print --filter name=web-1', rows: 'text' },
    empty: { line: 'ssh-config --print --filter name=nobody', rows: 'text' },
    failure: { line: 'ssh-config --print --filter nothing', code: 2 },
  },
  inventory: {
    one: { line: 'inventory --filter name=web-1', rows: 'json' },
    many: { line: 'inventory', rows: 'json' },
    host: { line: 'inventory --host civo-web-1', rows: 'json' },
    empty: { line: 'inventory --filter name=nobody', rows: 'json' },
    failure: { line: 'inventory --host nobody', code: 5 },
  },
  catalog: {
    one: { line: 'catalog hubs -p cycle', rows: 1 },
    many: { line: 'catalog environments -p cycle,morpheus', rows: 4 },
    empty: { line: 'catalog volumes -p civo --region FRA1', rows: 0 },
    failure: { line: 'catalog hubs -p civo', code: 8 },
  },
  'profile add': {
    one: { line: 'profile add work --provider civo --token-env WORK --no-verify', rows: 'object', changes: true },
    failure: { line: 'profile add all --provider civo', code: 2 },
  },
  'profile list': {
    many: { line: 'profile list', rows: 5 },
  },
  'profile get': {
    one: { line: 'profile get civo', rows: 'object' },
    failure: { line: 'profile get nobody', code: 3 },
  },
  'profile use': {
    one: { line: 'profile use civo', changes: true },
    failure: { line: 'profile use nobody', code: 3 },
  },
  'profile set': {
    one: { line: 'profile set civo region=LON1 readOnly=true output=json', rows: 'object', changes: true },
    failure: { line: 'profile set civo nothing=1', code: 2 },
  },
  'profile unguard': {
    one: {
      before: 'profile set civo readOnly=true',
      line: 'profile unguard civo readOnly --yes',
      rows: 'object',
      changes: true,
    },
    failure: { line: 'profile unguard civo nothing --yes', code: 2 },
    asks: { line: 'profile unguard civo readOnly', code: 9 },
  },
  'profile rename': {
    one: { line: 'profile rename civo other', changes: true },
    failure: { line: 'profile rename nobody other', code: 3 },
  },
  'profile remove': {
    one: { line: 'profile remove civo --yes', changes: true },
    failure: { line: 'profile remove civo', code: 9 },
  },
  'profile test': {
    one: { line: 'profile test civo', rows: 1 },
    many: { line: 'profile test --all', rows: 5 },
    failure: { line: 'profile test civo', code: 14, rows: 1, ...fault('503') },
  },
  'profile import': {
    one: { line: 'profile import --from civo --file test/formats/files/one.json --dry-run', rows: 1 },
    many: {
      line: 'profile import --from civo --file test/formats/files/many.json --yes --no-verify',
      rows: 2,
      changes: true,
    },
    empty: { line: 'profile import --yes', rows: 0 },
    failure: { line: 'profile import --file nothing', code: 2 },
    asks: { line: 'profile import --from civo --file test/formats/files/one.json', code: 9 },
  },
  doctor: {
    one: { line: 'doctor --offline', rows: 'object' },
    failure: { line: 'doctor', code: 14, rows: 'object', ...fault('503') },
  },
  providers: { many: { line: 'providers', rows: 204 } },
  completion: { one: { line: 'completion bash', rows: 'text' }, failure: { line: 'completion tcsh', code: 2 } },
  'completion install': {
    one: { line: 'completion install bash --dry-run', rows: 'text' },
    failure: { line: 'completion install tcsh', code: 2 },
  },
  'completion uninstall': {
    one: { line: 'completion uninstall bash --dry-run', rows: 'text' },
    failure: { line: 'completion uninstall tcsh', code: 2 },
  },
  'sandbox serve': { one: { line: 'sandbox serve', code: 130, rows: 'line', endless: true } },
  'sandbox reset': { one: { line: 'sandbox reset', changes: true } },
  'sandbox status': { many: { line: 'sandbox status', rows: 5 } },
  // A tour for people: its lines are run with formats of their own.
  demo: { one: { line: 'demo', rows: 'text', only: ['table'] } },
  api: {
    one: { line: 'api GET /v2/quota -p civo', rows: 'answer' },
    failure: { line: 'api GET /v2/nothing -p civo', code: 5, rows: 'text' },
  },
  'op list': {
    one: { before: 'stop cloudca/build-1 --yes --no-wait', line: 'op list', rows: 1, changes: true },
    many: { before: 'stop cloudca/build-1 cloudca/build-2 --yes --no-wait', line: 'op list', rows: 2, changes: true },
    empty: { line: 'op list -p civo', rows: 0 },
  },
  'op get': {
    one: { before: 'stop cloudca/build-1 --yes --no-wait', line: 'op get OPERATION', rows: 'object', changes: true },
    failure: { line: 'op get nothing', code: 5 },
  },
  'op resume': {
    one: { before: 'stop cloudca/build-1 --yes --no-wait', line: 'op resume OPERATION', rows: 1, changes: true },
    many: {
      before: 'stop cloudca/build-1 cloudca/build-2 --yes --no-wait',
      line: 'op resume OPERATION',
      rows: 2,
      changes: true,
    },
    failure: { line: 'op resume nothing', code: 5 },
  },
  schema: {
    one: { line: 'schema list', rows: 'object' },
    many: { line: 'schema', rows: schemas.length },
    failure: { line: 'schema nothing', code: 2 },
  },
  explain: {
    one: { line: 'explain wrong_state', rows: 'object' },
    many: { line: 'explain config', rows: 8 },
    failure: { line: 'explain nothing', code: 2 },
  },
};

export type StateName = 'one' | 'many' | 'empty' | 'failure';

const always = 'there are always some';
const single = 'it is for one';

/** By command, which of the usual states there cannot be, and why. */
export const without: Readonly<Record<string, Partial<Record<StateName, string>>>> = {
  containers: { empty: 'an instance has at least one' },
  env: { empty: 'an instance has at least those that it gives to others' },
  recover: { many: 'the sandbox has one that is deleted' },
  purge: { many: 'the sandbox has one that is deleted' },
  migrate: { many: 'one whose move is planned is not moved with another' },
  network: { many: 'the sandbox has one that can be moved' },
  iso: { many: single },
  restore: { many: single, empty: single },
  ssh: { many: single, empty: single },
  'profile list': { one: always, empty: always, failure: 'nothing can go wrong' },
  'profile test': { empty: always },
  providers: { one: always, empty: always, failure: 'nothing can go wrong' },
  'sandbox serve': { failure: 'nothing can go wrong' },
  'sandbox reset': { failure: 'nothing can go wrong' },
  'sandbox status': { one: always, empty: always, failure: 'nothing can go wrong' },
  demo: { failure: 'nothing can go wrong' },
  'op list': { failure: 'nothing can go wrong' },
  'op resume': { empty: 'it needs one' },
  schema: { empty: always },
  explain: { empty: always },
};
