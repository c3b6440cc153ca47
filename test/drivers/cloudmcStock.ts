import { id } from './cloudmcSession';

/** What an environment has for new instances. */
export const stock = {
  '/computeofferings': [
    { id: 's-1', name: 'small', custom: false, cpuCount: 1, memoryInMB: 512 },
    {
      id: 's-2',
      name: 'custom',
      custom: true,
      availableCpuCountValues: [1, 2, 4],
      availableMemoryInMBValues: [1024, 2048, 4096],
      maxMemoryInMBToCpuRatio: 2048,
    },
    { id: 's-3', name: 'metal', type: 'BareMetal' },
    { id: 's-4', name: 'open', custom: true },
  ],
  '/templates': [
    { id: 't-1', name: 'CentOS', isReady: true, resizable: false, size: 21474836480, availableInZones: ['z-1'] },
    { id: 't-2', name: 'Ubuntu', resizable: true, size: 21474836480, maxSizeInGb: 100, stepSizeInGb: 10 },
    { id: 't-3', name: 'Debian', availableInZones: ['z-2'] },
    { id: 't-4', name: 'Twin' },
    { id: 't-5', name: 'Twin' },
  ],
  '/networks': [
    { id: 'n-1', name: 'Web', zoneId: 'z-1', cidr: '10.0.0.0/24' },
    { id: 'n-2', name: 'DR', zoneId: 'z-2', cidr: '10.1.0.0/24' },
  ],
  '/diskofferings': [
    { id: 'd-1', name: '50GB', gbSize: 50 },
    { id: 'd-2', name: 'any size', customSize: true },
    { id: 'd-3', name: 'any', customSize: true, customIops: true, minIops: 100, maxIops: 1000 },
  ],
  '/sshkeys': [{ name: 'laptop' }],
  '/volumes': [
    { id: 'v-1', name: 'spare', type: 'data', zoneId: 'z-1' },
    { id: 'v-2', name: 'used', type: 'data', instanceId: id, instanceName: 'web-1' },
    { id: 'v-3', name: 'ROOT-1', type: 'os', instanceId: id },
    { id: 'v-4', name: 'far', type: 'data', zoneId: 'z-2', zoneName: 'QC-2' },
  ],
  '/affinitygroups': [{ id: 'a-1', name: 'apart' }],
};
