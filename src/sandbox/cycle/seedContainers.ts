import type { SeedContext } from '../emulator';
import { createId } from './createId';
import type { CycleData, CycleIp } from './data';
import { seedContainer } from './seedContainer';

const DAY = 86_400_000;

/** The usual set: one container of each kind, a virtual machine, and what hangs on them. */
export function seedContainers(context: SeedContext, data: CycleData): void {
  const [ams1 = '', ams2 = '', nyc1 = ''] = Object.keys(data.servers);
  const [apiImage = '', workerImage = '', postgres = ''] = Object.keys(data.images);
  const api = seedContainer(context, data, {
    name: 'api',
    strategy: 'manual',
    image_id: apiImage,
    state: 'running',
    servers: [ams1, nyc1],
    age: 90,
    public: 'enable',
    deploy: {
      health_check: {
        command: 'curl -f localhost',
        retries: 3,
        delay: '5s',
        interval: '30s',
        timeout: '5s',
        restart: true,
      },
    },
  });
  seedContainer(context, data, {
    name: 'worker',
    strategy: 'resource-density',
    image_id: workerImage,
    state: 'running',
    servers: [ams2],
    age: 61,
    public: 'egress-only',
  });
  const store = seedContainer(context, data, {
    name: 'store',
    strategy: 'manual',
    image_id: postgres,
    state: 'running',
    servers: [ams1],
    age: 120,
    stateful: true,
    volumes: [
      {
        identifier: 'data',
        read_only: false,
        block_device: false,
        local: { max_size: '10G', stateless: false, storage_pool: false },
        destination: '/var/lib/postgresql/data',
        remote_access: {
          enable: true,
          ips: [],
          webhook: '',
          password: { algorithm: 'raw', data: context.random.word(20) },
        },
      },
    ],
    config: {
      integrations: {
        backups: {
          destination: 'backblaze-b2',
          backup: { command: 'pg_dumpall', timeout: '10m', cron_string: '0 0 3 * * *' },
          restore: { command: 'psql', timeout: '30m' },
          retention: '168h',
        },
      },
    },
  });
  seedContainer(context, data, {
    name: 'reports',
    strategy: 'manual',
    image_id: workerImage,
    state: 'stopped',
    servers: [ams2],
    age: 30,
  });
  addBackups(context, data, store.id);
  const machine = addVirtualMachine(context, data, nyc1);
  addIps(context, data, api.id, machine);
}

/** The last two nights' backups. */
function addBackups({ now, random }: SeedContext, data: CycleData, containerId: string): void {
  const instance = Object.values(data.instances).find((item) => item.container_id === containerId);
  for (const days of [2, 1]) {
    const created = now - days * DAY;
    const id = createId(data, created);
    const size = 40_000_000 + random.below(1_000_000);
    const changed = created + 42_000;
    data.backups[id] = {
      id,
      container_id: containerId,
      instance_id: instance?.id ?? '',
      size,
      state: 'live',
      created,
      changed,
    };
  }
}

function addVirtualMachine(context: SeedContext, data: CycleData, serverId: string): string {
  const { now, random } = context;
  const created = now - 45 * DAY;
  const id = createId(data, created);
  const keyId = createId(data, created);
  const environmentId = Object.keys(data.environments)[0] ?? '';
  const creator = { id: data.account.id, type: 'account' } as const;
  data.ssh_keys[keyId] = {
    id: keyId,
    name: 'laptop',
    identifier: 'laptop',
    creator,
    environment_id: environmentId,
    public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQgYnkgdGhlIG51YmUgc2FuZGJveCBvbmx5ISEh laptop',
    created,
  };
  const container = seedContainer(context, data, {
    name: 'vm-1',
    strategy: 'first-available',
    image_id: '',
    state: 'running',
    servers: [serverId],
    age: 45,
    public: 'enable',
    stateful: true,
    virtual_machine_id: id,
    config: { resources: { cpu: { shares: { limit: 20, reserve: 20 } }, ram: { limit: '2G', reserve: '2G' } } },
  });
  data.virtual_machines[id] = {
    id,
    name: 'vm-1',
    identifier: 'vm-1',
    creator,
    environment_id: environmentId,
    container_id: container.id,
    config: {
      network: { public: 'enable', hostname: 'vm-1', ports: ['22:22'], egress_via_gateway: false },
      deploy: { telemetry: { retention: '24h', interval: '30s', disable: false } },
      resources: { ram: { limit: '2G', allocate: true }, cpu: { cores: { number: 2, allocate: true }, cpus: null } },
      runtime: null,
    },
    image: { type: 'base', details: { identifier: 'alpine-3-19' } },
    volumes: [
      {
        id: createId(data, created),
        hash: random.hex(16),
        config: {
          identifier: 'root',
          read_only: false,
          local: { max_size: '20G', storage_pool: false, stateless: false },
        },
        removed: 0,
      },
    ],
    annotations: null,
    root_password: random.word(20),
    root_password_changed: created,
    ssh_keys: [keyId],
    state: 'running',
    changed: container.changed,
    created,
    updated: container.updated,
    deleted: 0,
    started: container.started,
    deprecate: false,
    lock: false,
  };
  return id;
}

/** One for each of those that are public, and two that are free. */
function addIps({ now }: SeedContext, data: CycleData, apiId: string, machineId: string): void {
  const machine = data.virtual_machines[machineId];
  const instanceIn = (id: string) => Object.values(data.instances).find((item) => item.container_id === id)?.id ?? '';
  const plans: [string, string, string][] = [
    ['203.0.113.10', apiId, ''],
    ['203.0.113.11', machine?.container_id ?? '', machineId],
    ['203.0.113.12', '', ''],
    ['203.0.113.13', '', ''],
  ];
  for (const [address, containerId, virtualMachineId] of plans) {
    const ip: CycleIp = {
      id: createId(data, now - 100 * DAY),
      kind: 'ipv4',
      address,
      container_id: containerId,
      instance_id: containerId === '' ? '' : instanceIn(containerId),
      virtual_machine_id: virtualMachineId,
    };
    data.ips[ip.id] = ip;
  }
}
