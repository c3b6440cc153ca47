import { createRandom, randomStart } from '../random';
import type { CloudmcTemplate } from './data';
import type { Flavour } from './flavour';
import type { Zone } from './zone';

/** What the provider offers to everybody: it never changes, so it isn't part of the state. */
export interface ComputeOffering {
  id: string;
  name: string;
  custom: boolean;
  cpuCount?: number;
  memoryInMB?: number;
  availableCpuCountValues?: number[];
  availableMemoryInMBValues?: number[];
  maxMemoryInMBToCpuRatio?: number;
  type?: 'BareMetal';
  availabilityCount?: number;
}

export interface DiskOffering {
  id: string;
  name: string;
  gbSize: number;
  customSize: boolean;
  customIops: boolean;
  minIops?: number;
  maxIops?: number;
}

export interface Iso {
  id: string;
  name: string;
  description: string;
  bootable: boolean;
  ready: boolean;
  sizeInGb: number;
  osTypeId: string;
  osTypeName: string;
  /** Milliseconds since 1970. */
  created: number;
}

/** The id of something that is always there: the same each time. */
export function fixedId(name: string): string {
  return createRandom(randomStart(2016, name)).uuid();
}

export function zoneNamed(name: string): Zone {
  return { id: fixedId(`zone ${name}`), name };
}

/** The zone with this id, in whichever service. */
export function zoneOf(flavour: Flavour, id: string): Zone | undefined {
  for (const { zones } of flavour.services) {
    const zone = zones.find((known) => known.id === id);
    if (zone) return zone;
  }
  return undefined;
}

const CUSTOM: ComputeOffering = {
  id: fixedId('compute custom'),
  name: 'Custom CPU and memory',
  custom: true,
  availableCpuCountValues: [1, 2, 4, 6, 8, 12, 16],
  availableMemoryInMBValues: [1024, 2048, 4096, 6144, 8192, 16_384, 32_768, 65_536],
  maxMemoryInMBToCpuRatio: 8192,
};

const BARE_METAL: ComputeOffering = {
  id: fixedId('compute bare metal'),
  name: '32 CPU - 256 GB RAM',
  custom: false,
  cpuCount: 32,
  memoryInMB: 262_144,
  type: 'BareMetal',
  availabilityCount: 2,
};

const FIXED: readonly ComputeOffering[] = [
  ['1vCPU.512MB', 1, 512] as const,
  ['1vCPU.1GB', 1, 1024] as const,
  ['1vCPU.2GB', 1, 2048] as const,
  ['2vCPU.4GB', 2, 4096] as const,
  ['4vCPU.8GB', 4, 8192] as const,
  ['8vCPU.16GB', 8, 16_384] as const,
  ['16vCPU.64GB', 16, 65_536] as const,
].map(([name, cpuCount, memoryInMB]) => ({
  id: fixedId(`compute ${name}`),
  name,
  custom: false,
  cpuCount,
  memoryInMB,
}));

const VIRTUAL = [...FIXED, CUSTOM];
const ALL = [...VIRTUAL, BARE_METAL];

export function computeOfferings(flavour: Flavour): readonly ComputeOffering[] {
  return flavour.bareMetal ? ALL : VIRTUAL;
}

/** The compute offering with this id or name; undefined when there is none. */
export function computeOffering(flavour: Flavour, idOrName: string): ComputeOffering | undefined {
  return computeOfferings(flavour).find(({ id, name }) => id === idOrName || name === idOrName);
}

export const diskOfferings: readonly DiskOffering[] = [
  diskOffering('20GB - 20 IOPS Min.', 20),
  diskOffering('50GB - 50 IOPS Min.', 50),
  diskOffering('100GB - 100 IOPS Min.', 100),
  { ...diskOffering('Custom size', 0), customSize: true },
  { ...diskOffering('Custom size and IOPS', 0), customSize: true, customIops: true, minIops: 100, maxIops: 20_000 },
];

function diskOffering(name: string, gbSize: number): DiskOffering {
  return { id: fixedId(`disk ${name}`), name, gbSize, customSize: false, customIops: false };
}

const HUNDRED_DAYS = 8_640_000_000;

/** The templates that everybody has, in the zones given. */
export function publicTemplates(zones: readonly Zone[]): CloudmcTemplate[] {
  const everywhere = zones.map((zone) => zone.id);
  return [
    template('CentOS 6.8 PV', 'CentOS 6.8 (64-bit)', 1, everywhere, { dynamicallyScalable: false }),
    template('CentOS 7.9 HVM base (64bit)', 'CentOS 7', 2, everywhere),
    template('Ubuntu 20.04 HVM base (64bit)', 'Ubuntu 20.04 (64-bit)', 3, everywhere),
    template('Ubuntu 22.04 HVM base (64bit)', 'Ubuntu 22.04 (64-bit)', 4, everywhere, {
      resizable: true,
      maxSizeInGb: 200,
      stepSizeInGb: 10,
    }),
    template('Debian 11 HVM base (64bit)', 'Debian GNU/Linux 11 (64-bit)', 5, everywhere.slice(-1)),
    template('CoreOS Stable', 'CoreOS', 6, everywhere, { passwordEnabled: false, defaultUsername: 'core' }),
    template('Windows Server 2019 Std', 'Windows Server 2019 (64-bit)', 7, everywhere, {
      sshKeyEnabled: false,
      defaultUsername: 'Administrator',
      sizeInGb: 60,
    }),
    template('Rocky Linux 9 HVM base (64bit)', 'Rocky Linux 9', 8, everywhere, { ready: false }),
  ];
}

/** What bare metal instances are made of. */
export function bareMetalTemplate(zones: readonly Zone[]): CloudmcTemplate {
  return template(
    'Ubuntu 22.04 bare metal',
    'Ubuntu 22.04 (64-bit)',
    9,
    zones.map(({ id }) => id),
    {
      hypervisor: 'Baremetal',
      format: 'BareMetal',
      passwordEnabled: false,
    },
  );
}

function template(
  name: string,
  osTypeName: string,
  age: number,
  availableInZones: string[],
  rest: Partial<CloudmcTemplate> = {},
): CloudmcTemplate {
  return {
    id: fixedId(`template ${name}`),
    name,
    description: name,
    ready: true,
    sizeInGb: 20,
    sshKeyEnabled: true,
    passwordEnabled: true,
    dynamicallyScalable: true,
    extractable: false,
    resizable: false,
    defaultUsername: 'cca-user',
    osTypeId: fixedId(`os ${osTypeName}`),
    osTypeName,
    hypervisor: 'KVM',
    format: 'QCOW2',
    availableInZones,
    created: 1_700_000_000_000 - age * HUNDRED_DAYS,
    ...rest,
  };
}

export const isos: readonly Iso[] = [
  iso('xs-tools.iso', 'Tools for paravirtual drivers', { bootable: false }),
  iso('virtio-win-0.1.iso', 'Drivers for Windows', { bootable: false }),
  iso('ubuntu-22.04-server.iso', 'Installer', { bootable: true, sizeInGb: 2 }),
  iso('upload-in-progress.iso', 'Not there yet', { bootable: false, ready: false }),
];

function iso(name: string, description: string, rest: Partial<Iso>): Iso {
  return {
    id: fixedId(`iso ${name}`),
    name,
    description,
    bootable: false,
    ready: true,
    sizeInGb: 1,
    osTypeId: fixedId('os Other (64-bit)'),
    osTypeName: 'Other (64-bit)',
    created: 1_600_000_000_000,
    ...rest,
  };
}
