import type { CycleContainer, CycleData } from './data';
import { failure } from './failure';
import { compatibleServers } from './lifecycle';
import { ownedBy } from './owned';

/** Throws when a container may not be started. */
export function requireStartable({ deprecate }: CycleContainer): void {
  if (deprecate) throw failure('403.not-allowed', { detail: 'The container is deprecated' });
}

/** Throws when nothing of a container may be deleted. */
export function requireUnlocked({ lock }: CycleContainer): void {
  if (lock) throw failure('403.not-allowed', { detail: 'The container is locked' });
}

/** Throws when a container can't have a new instance on a server. */
export function requirePlace(data: CycleData, container: CycleContainer, serverId: string, source: string): void {
  const server = ownedBy(data.servers, serverId);
  if (!server) throw failure('404.infrastructure.server', { source });
  if (!compatibleServers(data, container).includes(server)) {
    throw failure('422.not-compatible', { detail: 'The server does not fit the container', source });
  }
  if (server.evacuate !== 0) throw failure('422.not-compatible', { detail: 'The server is being evacuated', source });
  if (server.state !== 'live' || !server.online)
    throw failure('403.not-ready', { detail: 'The server is offline', source });
}
