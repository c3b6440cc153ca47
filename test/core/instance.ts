import type { Instance, Located } from '../../src/core/instance';

/** An instance of which nothing is said that a test does not say. */
export function instance(over: Partial<Instance> = {}): Instance {
  return {
    profile: 'work',
    provider: 'civo',
    id: 'i-1',
    name: 'web-1',
    hostname: null,
    state: 'running',
    providerState: 'ACTIVE',
    region: null,
    group: null,
    size: null,
    image: null,
    cpus: null,
    memoryMiB: null,
    diskGiB: null,
    publicAddresses: [],
    privateAddresses: [],
    tags: [],
    createdAt: null,
    updatedAt: null,
    ...over,
  };
}

/** The same as a listing finds it. */
export function located(over: Partial<Instance> = {}): Located {
  return { instance: instance(over), at: {} };
}
