import type { Call } from './call';
import type { CloudmcData } from './data';
import { invalid } from './failure';
import { isAlive, ownedIn } from './owned';

type Limited = keyof CloudmcData['limits'];

const WORDS: Readonly<Record<Limited, string>> = {
  instances: 'instances',
  volumes: 'volumes',
  snapshots: 'snapshots',
  publicIps: 'public IPs',
};

/** Throws when the environment can't have that many more. */
export function requireQuota(call: Call, what: Limited, more: number): void {
  const limit = call.data.limits[what];
  if (used(call, what) + more > limit) {
    throw invalid(`The quota of the environment is exceeded: at most ${limit} ${WORDS[what]}`);
  }
}

function used(call: Call, what: Limited): number {
  const { data } = call;
  switch (what) {
    case 'instances':
      return ownedIn(call, data.instances).filter(isAlive).length;
    case 'volumes':
      return ownedIn(call, data.volumes).length;
    case 'snapshots':
      return ownedIn(call, data.snapshots).length;
    case 'publicIps':
      return ownedIn(call, data.publicipaddresses).length;
  }
}
