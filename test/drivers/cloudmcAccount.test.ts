import { describe, expect, it } from 'vitest';
import type { Creating, Question } from '../../src/core/driver';
import type { Settings } from '../../src/core/profile';
import { account, answer, installations, lines, refusal } from './cloudmcSession';

const connections = [
  { id: 'c-1', serviceCode: 'compute-qc', name: 'Québec', type: 'CloudCA', status: { reachable: true } },
  { id: 'c-2', serviceCode: 'compute-on', name: 'compute-on', type: 'CloudStack' },
  { id: 'c-3', serviceCode: 'edge-services', name: 'Edge', type: 'stackpath' },
  { id: 'c-4', name: 'no code' },
];
const environment = (name: string, service: object, description?: string) => ({
  id: `id of ${name}`,
  name,
  description,
  organization: { id: 'o-1', name: 'Acme' },
  serviceConnection: service,
});
const qc = { id: 'c-1', serviceCode: 'compute-qc', type: 'CloudCA' };
const on = { id: 'c-2', serviceCode: 'compute-on', type: 'CloudStack' };
const environments = [
  environment('prod', qc, 'What customers see'),
  environment('prod', on),
  environment('test', qc),
  environment('edge', { id: 'c-3', serviceCode: 'edge-services', type: 'stackpath' }),
];
const answers = { '/services/connections': connections, '/environments': environments };

const connected = (provider: string, settings: Settings = {}, over: object = {}) => {
  const driver = installations[provider];
  if (driver === undefined) throw new Error(provider);
  return account({ ...answers, ...over }, { driver, settings }, '');
};

describe('what a profile can choose', () => {
  it('is the environment first, with the services that have it', () => {
    for (const { settings, scopes, provider, endpoint } of Object.values(installations)) {
      expect(Object.keys(settings)).toEqual(['environment', 'service', 'org', 'endpoint']);
      expect([settings.environment?.required, settings.service?.required]).toEqual([true, true]);
      expect(settings.org?.required).toBeUndefined();
      expect(settings.endpoint?.required).toBe(provider === 'cloudmc' ? true : undefined);
      expect(endpoint === null).toBe(provider === 'cloudmc');
      expect(scopes).toEqual(['service', 'environment', 'org']);
    }
  });

  it('offers environments, each name once, and skips with a message what has no instances', async () => {
    const fake = connected('cloudca');
    expect(await fake.driver.settings.environment?.choices?.(fake.session)).toEqual([
      { value: 'prod', name: 'prod (compute-qc, compute-on, What customers see)' },
      { value: 'test', name: 'test (compute-qc)' },
    ]);
    expect(fake.warnings).toEqual(['service_skipped']);
    expect(lines(fake)).toEqual(['GET /environments']);
  });

  it('offers those of the service that is set already', async () => {
    const fake = connected('cloudca', { service: 'compute-on' });
    expect(await fake.driver.settings.environment?.choices?.(fake.session)).toEqual([
      { value: 'prod', name: 'prod (compute-on)' },
    ]);
  });

  it('offers the services of the environment that is set already, else all', async () => {
    const offered = async (settings: Settings) => {
      const fake = connected('cloudca', settings);
      return fake.driver.settings.service?.choices?.(fake.session);
    };
    const both = [
      { value: 'compute-qc', name: 'compute-qc (Québec)' },
      { value: 'compute-on', name: 'compute-on' },
    ];
    expect(await offered({ environment: 'test' })).toEqual([both[0]]);
    expect(await offered({ environment: 'prod' })).toEqual(both);
    expect(await offered({ environment: 'gone' })).toEqual(both);
    expect(await offered({})).toEqual(both);
  });

  it('joins environments that name no code with their connection', async () => {
    const bare = [
      environment('prod', { id: 'c-1', name: 'Québec' }),
      environment('edge', { id: 'c-3' }),
      { name: 'x' },
    ];
    const fake = connected('cloudca', {}, { '/environments': bare });
    expect(await fake.driver.settings.environment?.choices?.(fake.session)).toEqual([
      { value: 'prod', name: 'prod (compute-qc)' },
    ]);
    expect(lines(fake)).toEqual(['GET /environments', 'GET /services/connections']);
  });

  it.each([
    ['cloudca', ['compute-qc', 'compute-on']],
    ['coxedge', ['compute-on']],
    ['cloudmc', ['compute-qc', 'compute-on']],
  ])('counts for %s the services %j', async (provider, codes) => {
    const fake = connected(provider);
    const rows = await fake.driver.catalog.services?.(fake.session, () => {});
    expect(rows?.map(({ id }) => id)).toEqual(codes);
    expect(fake.warnings).toContain('service_skipped');
  });

  it('is shown by the catalog, environments under the name by which they are addressed', async () => {
    const fake = connected('cloudca');
    expect(await fake.driver.catalog.services?.(fake.session, () => {})).toEqual([
      { id: 'compute-qc', name: 'Québec', type: 'CloudCA', reachable: true },
      { id: 'compute-on', name: 'compute-on', type: 'CloudStack', reachable: null },
    ]);
    expect((await fake.driver.catalog.environments?.(fake.session, () => {}))?.[0]).toEqual({
      id: 'prod',
      name: 'prod',
      service: 'compute-qc',
      description: 'What customers see',
      organization: 'Acme',
    });
  });
});

describe('a key', () => {
  const organizations = [
    { id: 'o-1', name: 'Acme' },
    { id: 'o-2', name: 'Acme Lab' },
  ];

  it('is checked by the list of organizations, and known by the one that is set', async () => {
    const fake = connected('cloudca', {}, { '/organizations': organizations });
    expect(await fake.driver.verify(fake.session)).toBe('Acme');
    expect(lines(fake)).toEqual(['GET /organizations']);
    const lab = connected('cloudca', { org: 'o-2' }, { '/organizations': organizations });
    expect(await lab.driver.verify(lab.session)).toBe('Acme Lab');
    const none = connected('cloudca', {}, { '/organizations': [] });
    expect(await none.driver.verify(none.session)).toBeNull();
  });

  it('that is refused is told from one that may not', async () => {
    const refused = connected('cloudca', {}, { '/organizations': answer({ errors: [{ message: 'Revoked' }] }, 401) });
    expect(await refusal(refused.driver.verify(refused.session))).toMatchObject({ code: 'credential_refused' });
    const barred = connected('cloudca', {}, { '/organizations': answer({ errors: [{ message: 'No' }] }, 403) });
    expect(await refusal(barred.driver.verify(barred.session))).toMatchObject({ code: 'not_allowed' });
  });

  it('is found under the names that other tools use', () => {
    const names = Object.values(installations).map(({ variables }) => variables);
    expect(names).toEqual([
      {
        token: ['CLOUDCA_API_KEY'],
        endpoint: ['CLOUDCA_API_URL'],
        service: ['CLOUDCA_SERVICE_CODE'],
        environment: ['CLOUDCA_ENVIRONMENT_NAME'],
      },
      {
        token: ['COXEDGE_KEY', 'COX_API_KEY'],
        endpoint: ['COX_APIBASEURL'],
        service: ['COX_SERVICE'],
        environment: ['COX_ENVIRONMENT'],
        org: ['COX_ORGANIZATION'],
      },
      {},
    ]);
  });

  it('goes to the usual address, and for cloudmc to none but the one that is given', () => {
    expect(Object.values(installations).map(({ endpoint }) => endpoint)).toEqual([
      'https://api.cloud.ca/v1',
      'https://portal.coxedge.com/api/v2',
      null,
    ]);
    expect(installations.cloudmc?.summary).toContain('Hypertec Cloud');
    expect(installations.cloudmc?.tokenHelp).toContain('https://hypertec.cloud/api/v2');
  });
});

describe('the wizard of create', () => {
  const settings = { service: 'compute-qc', environment: 'prod' };
  const stock = {
    '/computeofferings': [
      { id: 's-1', name: 'small', cpuCount: 1, memoryInMB: 512 },
      {
        id: 's-2',
        name: 'custom',
        custom: true,
        availableCpuCountValues: [1, 2],
        availableMemoryInMBValues: [1024, 2048, 4096],
        maxMemoryInMBToCpuRatio: 2048,
      },
      { id: 's-3', name: 'metal', type: 'BareMetal' },
    ],
    '/templates': [
      { id: 't-1', name: 'CentOS', description: 'CentOS 7', availableInZones: ['z-2'] },
      { id: 't-2', name: 'CentOS' },
    ],
    '/networks': [
      { id: 'n-1', name: 'Web', vpcName: 'prod-VPC', cidr: '10.0.0.0/24', zoneId: 'z-1' },
      { id: 'n-2', name: 'DR', zoneId: 'z-2' },
    ],
    '/zones': [
      { id: 'z-1', name: 'QC-1' },
      { id: 'z-2', name: 'QC-2' },
    ],
    '/sshkeys': [{ name: 'laptop' }],
  };
  const driver = installations.cloudca;
  const questions = driver === undefined ? [] : (driver.verbs.create as Creating).questions;
  const ask = async (option: string, input: object = {}, over: object = {}) => {
    const question = questions.find((one) => one.option === option) as Question;
    const fake = account({ ...stock, ...over }, { settings }, '/services/compute-qc/prod');
    if (question.when !== undefined && !(await question.when(fake.session, input))) return 'not asked';
    return question.choices === undefined ? 'free text' : question.choices(fake.session, input);
  };

  it('asks in the order in which a person decides', () => {
    expect(questions.map(({ option }) => option)).toEqual([
      'size',
      'cpus',
      'memoryMiB',
      'image',
      'network',
      'sshKey',
      'forwardPort',
    ]);
  });

  it('offers sizes, and for a custom one what it leaves open', async () => {
    expect(await ask('size')).toEqual([
      { value: 'small', name: 'small (1 CPU, 512 MiB)' },
      { value: 'custom', name: 'custom (custom)' },
    ]);
    expect(await ask('cpus', {})).toBe('not asked');
    expect(await ask('cpus', { size: 'small' })).toBe('not asked');
    expect(await ask('cpus', { size: 'custom' })).toEqual([
      { value: '1', name: '1' },
      { value: '2', name: '2' },
    ]);
    expect(await ask('memoryMiB', { size: 'small' })).toBe('not asked');
    const memory = await ask('memoryMiB', { size: 's-2', cpus: 1 });
    expect(memory).toEqual([
      { value: '1024', name: '1024 MiB' },
      { value: '2048', name: '2048 MiB' },
    ]);
  });

  it('offers images, by id where a name is there twice', async () => {
    expect(await ask('image')).toEqual([
      { value: 't-1', name: 'CentOS (CentOS 7)' },
      { value: 't-2', name: 'CentOS' },
    ]);
  });

  it('offers the networks of the image’s zones, or all where it names none', async () => {
    expect(await ask('network', { image: 't-1' })).toEqual([{ value: 'DR', name: 'DR (QC-2)' }]);
    expect(await ask('network', { image: 't-2' })).toEqual([
      { value: 'Web', name: 'Web (prod-VPC, 10.0.0.0/24, QC-1)' },
      { value: 'DR', name: 'DR (QC-2)' },
    ]);
    expect(await ask('network', {}, { '/zones': [], '/networks': [{ id: 'n-3', name: 'Bare' }] })).toEqual([
      { value: 'Bare', name: 'Bare' },
    ]);
  });

  it('offers the keys there are, and none', async () => {
    expect(await ask('sshKey')).toEqual([
      { value: 'laptop', name: 'laptop' },
      { value: '', name: 'none: cloud.ca makes a password' },
    ]);
    expect(await ask('sshKey', { publicKey: 'ssh-ed25519 AAAA me' })).toBe('not asked');
    expect(await ask('sshKey', {}, { '/sshkeys': [] })).toBe('not asked');
    expect(await ask('forwardPort')).toBe('free text');
  });
});
