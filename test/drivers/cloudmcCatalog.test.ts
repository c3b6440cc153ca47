import { describe, expect, it } from 'vitest';
import { coxedge } from '../../src/drivers/coxedge';
import { account, installations } from './cloudmcSession';

describe('catalog', () => {
  const rows = (kind: keyof typeof coxedge.catalog, answers: Record<string, unknown>, driver = coxedge) => {
    const fake = account(answers, { driver });
    return driver.catalog[kind]?.(fake.session, () => {});
  };

  it('reads templates under the names of either age, without those that are not ready', async () => {
    const templates = [
      {
        id: 't-1',
        name: 'Old',
        isPublic: true,
        isReady: true,
        osType: 'CentOS',
        defaultUsername: 'cca-user',
        size: 21474836480,
        sshKeyEnabled: true,
        passwordEnabled: false,
        resizable: true,
        maxSizeInGb: 200,
        stepSizeInGb: 10,
        availableInZones: ['zone-1', { id: 'zone-2' }],
      },
      { id: 't-2', name: 'New', availablePublicly: false, ready: true, osTypeName: 'Debian' },
      { id: 't-3', name: 'Uploading', isReady: false },
      { id: 't-4', name: 'Uploading too', ready: false },
      { id: 't-5', name: 'Metal', ready: true, hypervisor: 'BareMetal' },
    ];
    expect(await rows('images', { '/templates': templates })).toEqual([
      {
        id: 't-1',
        name: 'Old',
        description: null,
        public: true,
        os: 'CentOS',
        user: 'cca-user',
        sshKeys: true,
        passwords: false,
        resizable: true,
        sizeGiB: 20,
        maxSizeGiB: 200,
        zones: ['zone-1', 'zone-2'],
      },
      {
        id: 't-2',
        name: 'New',
        description: null,
        public: false,
        os: 'Debian',
        user: null,
        sshKeys: null,
        passwords: null,
        resizable: null,
        sizeGiB: null,
        maxSizeGiB: null,
        zones: [],
      },
    ]);
  });

  it('shows what custom sizes leave open, and no bare metal', async () => {
    const offerings = [
      { id: 's-1', name: 'small', custom: false, cpuCount: 1, memoryInMB: 512 },
      {
        id: 's-2',
        name: 'custom',
        custom: true,
        availableCpuCountValues: [1, 2],
        availableMemoryInMBValues: [1024, 2048],
        maxMemoryInMBToCpuRatio: 1024,
      },
      { id: 's-3', name: 'metal', type: 'BareMetal', availabilityCount: 3 },
    ];
    expect(await rows('sizes', { '/computeofferings': offerings })).toEqual([
      {
        id: 's-1',
        name: 'small',
        custom: false,
        cpus: 1,
        memoryMiB: 512,
        cpuChoices: [],
        memoryChoicesMiB: [],
        maxMemoryPerCpuMiB: null,
      },
      {
        id: 's-2',
        name: 'custom',
        custom: true,
        cpus: null,
        memoryMiB: null,
        cpuChoices: ['1', '2'],
        memoryChoicesMiB: ['1024', '2048'],
        maxMemoryPerCpuMiB: 1024,
      },
    ]);
  });

  it('shows networks with the name of their zone', async () => {
    const answers = {
      '/networks': [
        { id: 'n-1', name: 'Web', vpcName: 'prod-VPC', zoneId: 'zone-1', cidr: '10.0.0.0/24', state: 'Implemented' },
        { id: 'n-2', name: 'Isolated' },
      ],
      '/zones': [{ id: 'zone-1', name: 'QC-1' }],
    };
    expect(await rows('networks', answers)).toEqual([
      {
        id: 'n-1',
        name: 'Web',
        description: null,
        vpc: 'prod-VPC',
        region: 'QC-1',
        cidr: '10.0.0.0/24',
        gateway: null,
        state: 'Implemented',
      },
      {
        id: 'n-2',
        name: 'Isolated',
        description: null,
        vpc: null,
        region: null,
        cidr: null,
        gateway: null,
        state: null,
      },
    ]);
    expect(await rows('zones', answers)).toEqual([{ id: 'zone-1', name: 'QC-1' }]);
  });

  it('knows SSH keys by their name', async () => {
    const keys = [{ name: 'laptop', fingerprint: 'aa:bb' }, { id: 'k-2', name: 'desk' }, {}];
    expect(await rows('ssh-keys', { '/sshkeys': keys })).toEqual([
      { id: 'laptop', name: 'laptop', fingerprint: 'aa:bb' },
      { id: 'desk', name: 'desk', fingerprint: null },
    ]);
  });

  it('shows disk offerings, affinity groups, volumes, public addresses and ISO images', async () => {
    expect(
      await rows('disk-offerings', {
        '/diskofferings': [
          { id: 'd-1', name: '50GB', gbSize: 50 },
          { id: 'd-2', name: 'custom', customSize: true, customIops: true, minIops: 100, maxIops: 200 },
        ],
      }),
    ).toEqual([
      { id: 'd-1', name: '50GB', sizeGiB: 50, customSize: false, customIops: false, minIops: null, maxIops: null },
      { id: 'd-2', name: 'custom', sizeGiB: null, customSize: true, customIops: true, minIops: 100, maxIops: 200 },
    ]);
    expect(
      await rows('affinity-groups', {
        '/affinitygroups': [{ id: 'a-1', name: 'apart', type: 'host anti-affinity', instanceIds: ['i-1'] }],
      }),
    ).toEqual([{ id: 'a-1', name: 'apart', type: 'host anti-affinity', instances: 1 }]);
    expect(
      await rows('volumes', { '/volumes': [{ id: 'v-1', name: 'spare', type: 'DATA', sizeInGb: 5 }] }),
    ).toMatchObject([{ id: 'v-1', name: 'spare', type: 'data', instanceId: null, sizeGiB: 5 }]);
    expect(
      await rows('public-ips', {
        '/publicipaddresses': [
          {
            id: 'p-1',
            ipAddress: '198.51.100.1',
            purposes: ['static_nat'],
            state: 'Allocated',
            instances: [{ id: 'i-1', name: 'web-1' }, { id: 'i-2' }],
            vpcId: 'vpc-1',
            zoneName: 'QC-1',
          },
        ],
      }),
    ).toEqual([
      {
        id: 'p-1',
        name: '198.51.100.1',
        purposes: ['STATIC_NAT'],
        state: 'Allocated',
        instances: ['web-1', 'i-2'],
        network: null,
        vpc: 'vpc-1',
        region: 'QC-1',
      },
    ]);
    expect(
      await rows('isos', { '/isos': [{ id: 'o-1', name: 'tools', bootable: false, ready: true, zoneId: 'zone-1' }] }),
    ).toEqual([{ id: 'o-1', name: 'tools', bootable: false, ready: true, region: 'zone-1' }]);
  });

  it('has ISO images everywhere but at cloud.ca', () => {
    const having = Object.values(installations).filter(({ catalog }) => catalog.isos !== undefined);
    expect(having.map(({ provider }) => provider)).toEqual(['coxedge', 'cloudmc']);
  });
});
