import type { Random } from '../random';

/** One instance to begin with; everything it needs is named, not numbered. */
export interface InstancePlan {
  name: string;
  state: string;
  template: string;
  offering: string;
  /** For the custom offering. */
  shape?: { cpuCount: number; memoryInMB: number };
  network: string;
  /** A further NIC; the first then has a secondary address, too. */
  second?: string;
  /** GB of its data volumes. */
  disks?: readonly number[];
  /** Has the SSH key `laptop` in place of a password. */
  key?: boolean;
  group?: boolean;
  userData?: string;
  /** Has a public address of its own. */
  staticNat?: boolean;
  /** Public and private ports, TCP. */
  forwards?: readonly (readonly [publicPort: number, privatePort: number])[];
  snapshots?: number;
}

const UBUNTU = 'Ubuntu 22.04 HVM base (64bit)';
const CENTOS = 'CentOS 7.9 HVM base (64bit)';

/** The usual, small and speaking set, by the name of the emulator. */
export const usualPlans: Readonly<Record<string, readonly InstancePlan[]>> = {
  cloudca: [
    {
      name: 'build-1',
      state: 'Running',
      template: UBUNTU,
      offering: '4vCPU.8GB',
      network: 'Web-prod',
      disks: [50],
      key: true,
      group: true,
      forwards: [
        [22, 22],
        [8080, 80],
      ],
    },
    {
      name: 'build-2',
      state: 'Running',
      template: UBUNTU,
      offering: 'Custom CPU and memory',
      shape: { cpuCount: 4, memoryInMB: 6144 },
      network: 'Web-prod',
      second: 'DB-prod',
      group: true,
      userData: '#!/bin/sh\necho ready\n',
      staticNat: true,
    },
    {
      name: 'mail-1',
      state: 'Stopped',
      template: CENTOS,
      offering: '1vCPU.2GB',
      network: 'Web-prod',
      disks: [20, 100],
      forwards: [[25, 25]],
      snapshots: 1,
    },
    { name: 'old-1', state: 'Destroyed', template: 'CentOS 6.8 PV', offering: '1vCPU.512MB', network: 'DB-prod' },
  ],
  coxedge: [
    {
      name: 'edge-1',
      state: 'Running',
      template: UBUNTU,
      offering: '2vCPU.4GB',
      network: 'Web-prod',
      disks: [50],
      key: true,
      staticNat: true,
    },
    {
      name: 'edge-2',
      state: 'Running',
      template: CENTOS,
      offering: '1vCPU.2GB',
      network: 'Web-prod',
      group: true,
      forwards: [
        [2222, 22],
        [80, 80],
      ],
    },
    {
      name: 'edge-3',
      state: 'Stopped',
      template: UBUNTU,
      offering: '1vCPU.1GB',
      network: 'DB-prod',
      disks: [20],
      snapshots: 1,
    },
  ],
};

const ROLES: Readonly<Record<string, readonly string[]>> = {
  cloudca: ['build', 'mail', 'proxy', 'queue'],
  coxedge: ['edge', 'relay', 'mirror', 'probe'],
};

/** As many made-up instances as asked for, a fifth of them stopped. */
export function* generatedPlans(name: string, random: Random, count: number): Generator<InstancePlan> {
  for (let number = 1; number <= count; number += 1) {
    yield {
      name: `${random.pick(ROLES[name] ?? ['node'])}-${String(number).padStart(6, '0')}`,
      state: random.below(5) === 0 ? 'Stopped' : 'Running',
      template: random.pick([UBUNTU, CENTOS]),
      offering: random.pick(['1vCPU.1GB', '1vCPU.2GB', '2vCPU.4GB', '4vCPU.8GB']),
      network: 'Fleet',
      ...(random.below(10) === 0 ? { disks: [50] } : {}),
      ...(random.below(5) === 0 ? { staticNat: true } : {}),
    };
  }
}
