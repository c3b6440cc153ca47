import type { Emulator, World } from '../emulator';
import { deny } from './approval';
import type { MorpheusData, MorpheusInstance } from './data';
import { endProcess, type OperationEnd, setStatus } from './operation';
import { removeInstance } from './removeInstance';

/** What is scheduled for a single node. */
export interface NodeEnd {
  instanceId: number;
  processId: number;
  status: string;
  powerState?: string;
  error?: string;
  /** The node goes. */
  remove?: boolean;
}

/** What is scheduled for a process that changes nothing but itself and what it makes. */
export interface ProcessEnd {
  status: string;
  error?: string;
}

/** What is scheduled for a snapshot that is being taken. */
export interface SnapshotEnd extends ProcessEnd {
  processId: number;
}

/** What is scheduled for a backup. */
export interface BackupEnd extends ProcessEnd {
  resultId: number;
  processId: number;
}

/** What comes about by itself. A subject that has gone meanwhile is passed over. */
export const transitions: Emulator<MorpheusData>['transitions'] = {
  phase(world, subject, detail) {
    const instance = world.data.instances[subject];
    if (instance) setStatus(world, instance, detail as string);
  },
  operation(world, subject, detail) {
    const instance = world.data.instances[subject];
    if (instance) endOperation(world, instance, detail as OperationEnd);
  },
  appearance(world, subject) {
    const instance = world.data.instances[subject];
    if (instance) instance.hidden = false;
  },
  denial(world, subject) {
    const instance = world.data.instances[subject];
    if (instance) deny(world, instance);
  },
  node(world, subject, detail) {
    endNode(world, Number(subject), detail as NodeEnd);
  },
  process(world, subject, detail) {
    const { status, error } = detail as ProcessEnd;
    endProcess(world, Number(subject), status, error);
  },
  snapshot(world, subject, detail) {
    const { status, processId, error } = detail as SnapshotEnd;
    const { snapshots, processes } = world.data;
    const snapshot = snapshots[subject];
    const process = processes[processId];
    if (!snapshot) return;
    snapshot.status = status;
    endProcess(world, processId, status, error);
    if (status !== 'complete') return;
    for (const other of Object.values(snapshots)) {
      if (other.nodeId === snapshot.nodeId) other.currentlyActive = other === snapshot;
    }
    if (process) Object.assign(process, { resultType: 'snapshot', resultId: snapshot.id });
  },
  snapshotRemoval(world, subject) {
    delete world.data.snapshots[subject];
  },
  backup(world, subject, detail) {
    const { resultId, processId, status, error } = detail as BackupEnd;
    const result = world.data.backups[subject]?.results.find(({ id }) => id === resultId);
    if (!result) return;
    result.status = status;
    if (status === 'IN_PROGRESS') return;
    result.endDate = world.now();
    result.errorMessage = error ?? null;
    if (status === 'SUCCEEDED') result.sizeInMb = 400 + (resultId % 100);
    endProcess(world, processId, status === 'SUCCEEDED' ? 'complete' : 'failed', error);
  },
  image(world, subject) {
    const image = world.data.images[subject];
    if (image) image.status = 'Active';
  },
  imageRemoval(world, subject) {
    delete world.data.images[subject];
  },
};

function endOperation(world: World<MorpheusData>, instance: MorpheusInstance, end: OperationEnd): void {
  const { ending, processId, error } = end;
  instance.processId = null;
  instance.errorMessage = error ?? null;
  if (end.vanished) delete world.data.processes[processId];
  else endProcess(world, processId, error === undefined ? 'complete' : 'failed', error);
  if (ending.remove) {
    removeInstance(world, instance, ending.remove);
    return;
  }
  Object.assign(instance, ending.change);
  for (const node of instance.nodes) {
    if (ending.service !== undefined) node.status = ending.service;
    if (ending.power !== undefined) node.powerState = ending.power;
  }
  setStatus(world, instance, ending.status);
}

function endNode(world: World<MorpheusData>, id: number, end: NodeEnd): void {
  const instance = world.data.instances[end.instanceId];
  const node = instance?.nodes.find((known) => known.id === id);
  if (!instance || !node) return;
  endProcess(world, end.processId, end.error === undefined ? 'complete' : 'failed', end.error);
  node.status = end.status;
  if (end.powerState !== undefined) node.powerState = end.powerState;
  if (end.remove) instance.nodes = instance.nodes.filter((other) => other !== node);
  instance.updated = world.now();
  // An instance is what all its nodes are.
  const whole = ['running', 'stopped', 'suspended'].find((status) =>
    instance.nodes.every((other) => other.status === status),
  );
  const steady = instance.processId === null && ['running', 'stopped', 'suspended'].includes(instance.status);
  if (whole !== undefined && steady && whole !== instance.status) setStatus(world, instance, whole);
}
