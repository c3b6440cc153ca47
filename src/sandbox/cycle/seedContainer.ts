import type { SeedContext } from '../emulator';
import { createId } from './createId';
import type { CycleConfig, CycleContainer, CycleData, CycleInstance, CycleVolumeConfig } from './data';

const DAY = 86_400_000;

export interface ContainerPlan {
  name: string;
  strategy: string;
  image_id: string;
  state: 'running' | 'stopped';
  /** The servers of its instances. */
  servers: readonly string[];
  /** Days before seeding. */
  age: number;
  public?: string;
  stateful?: boolean;
  virtual_machine_id?: string;
  volumes?: readonly CycleVolumeConfig[];
  /** What its config has beside the usual. */
  config?: Record<string, unknown>;
  deploy?: Record<string, unknown>;
}

/** Puts a container with its instances into a hub that is being seeded. */
export function seedContainer({ random, now }: SeedContext, data: CycleData, plan: ContainerPlan): CycleContainer {
  const created = now - plan.age * DAY - random.below(DAY);
  const environment = Object.values(data.environments)[0];
  const running = plan.state === 'running';
  const container: CycleContainer = {
    id: createId(data, created),
    name: plan.name,
    identifier: plan.name,
    creator: { id: data.account.id, type: 'account' },
    environment_id: environment?.id ?? '',
    image_id: plan.image_id,
    virtual_machine_id: plan.virtual_machine_id ?? '',
    service: '',
    config: configOf(plan),
    volumes: (plan.volumes ?? []).map((config) => ({
      id: createId(data, created),
      hash: random.hex(16),
      config,
      removed: 0,
    })),
    annotations: null,
    stateful: plan.stateful ?? false,
    deprecate: false,
    lock: false,
    state: plan.state,
    desired: plan.state,
    changed: created + DAY / 4,
    created,
    updated: created + DAY / 4,
    deleted: 0,
    started: created + 60_000,
    last_number: plan.servers.length,
  };
  data.containers[container.id] = container;
  for (const [index, serverId] of plan.servers.entries()) {
    const start = created + 60_000 + index * 4000 + random.below(3000);
    if (environment) environment.hosts += 1;
    const instance: CycleInstance = {
      id: createId(data, start),
      container_id: container.id,
      server_id: serverId,
      creator: container.creator,
      hostname: container.virtual_machine_id === '' ? `${plan.name}-${index + 1}` : plan.name,
      host: (environment?.hosts ?? 0) + 1,
      state: plan.state,
      changed: running ? start : created + DAY / 4,
      error: '',
      ready_state: 'active',
      purge_time: 0,
      stateful_id: container.stateful ? createId(data, start) : '',
      migration: null,
      traffic_drain: 0,
      created: start,
      updated: start,
      deleted: 0,
      runs: [{ from: start, to: running ? 0 : created + DAY / 4 }],
      volumes: Object.fromEntries(
        container.volumes.map(({ id }) => [
          id,
          { id: createId(data, start), extended_mb: 0, used_mb: 100 + random.below(900) },
        ]),
      ),
    };
    data.instances[instance.id] = instance;
  }
  return container;
}

function configOf(plan: ContainerPlan): CycleConfig {
  return {
    network: { public: plan.public ?? 'disable', hostname: plan.name, ports: ['80:80'] },
    deploy: {
      instances: plan.servers.length,
      strategy: plan.strategy,
      restart: { condition: 'failure', delay: '5s', max_attempts: 3 },
      telemetry: { retention: '24h', interval: '30s', disable: false },
      ...plan.deploy,
    },
    runtime: { privileged: false, environment_vars: { APP: plan.name } },
    resources: { cpu: { shares: { limit: 10, reserve: 5 } }, ram: { limit: '512M', reserve: '256M' } },
    ...plan.config,
  };
}
