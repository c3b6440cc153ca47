import { type Fake, type FakeOptions, fakeSession, type Reply, type Sent } from './civoSession';

/** What an account has in its regions. */
export const regions = [
  { code: 'LON1', name: 'London 1', country_name: 'United Kingdom', features: { iaas: true } },
  { code: 'FRA1', name: 'Frankfurt 1', country_name: 'Germany', default: true, features: { iaas: true } },
  { code: 'NYC1', name: 'New York 1', out_of_capacity: true, features: { iaas: true } },
  { code: 'KUBE', features: { iaas: false } },
];
const sizes = [
  { type: 'Instance', name: 'g3.small', cpu_cores: 1, ram_mb: 2048, disk_gb: 25, selectable: true },
  { type: 'instance', name: 'g3.medium', cpu_cores: 2, ram_mb: 4096, disk_gb: 50, selectable: true },
  { type: 'Instance', name: 'g2.small', cpu_cores: 1, ram_mb: 2048, disk_gb: 25, selectable: false },
  { type: 'Kubernetes', name: 'g4s.kube.small', cpu_cores: 1, ram_mb: 2048, disk_gb: 25, selectable: true },
  { type: 'Instance', name: 'g3.db.small', cpu_cores: 1, ram_mb: 2048, disk_gb: 25, selectable: true },
];
export const images = [
  { id: 'img-1', name: 'ubuntu-jammy', state: 'available', label: null, description: null },
  { id: 'img-2', name: 'debian-12', state: 'available', description: 'Debian 12' },
  { id: 'img-3', name: 'ubuntu-k3s', state: 'available' },
  { id: 'img-4', name: 'ubuntu-old', state: 'deprecated' },
];
export const networks = [
  { id: 'net-1', name: 'cust-default-1', label: 'Default', default: true, status: 'Active' },
  { id: 'net-2', name: 'cust-dev-2', label: 'dev', default: false, status: 'Active' },
  { id: 'net-3', name: 'cust-old-3', label: 'old', default: false, status: 'Deleting' },
];
const firewalls = [
  { id: 'fw-1', name: 'default', network_id: 'net-1', default: 'true' },
  { id: 'fw-2', name: 'web', network_id: 'net-1', default: 'false' },
  { id: 'fw-3', name: 'web', network_id: 'net-2' },
];
const keys = [
  { id: 'key-1', name: 'laptop', public_key: 'ssh-ed25519 AAAAkeyone me@laptop' },
  { id: 'key-2', name: 'twin', public_key: 'ssh-ed25519 AAAAkeytwo' },
  { id: 'key-3', name: 'twin', public_key: 'ssh-ed25519 AAAAkeythree' },
];

export const bodies: Readonly<Record<string, unknown>> = {
  '/v2/regions': regions,
  '/v2/sizes': sizes,
  '/v2/networks': networks,
  '/v2/firewalls': firewalls,
  '/v2/sshkeys': keys,
};

/** A session on an account that has nothing but what instances are made from; every create succeeds. */
export function account(options: FakeOptions = {}, over: Readonly<Record<string, unknown>> = {}): Fake {
  return fakeSession(({ method, path, query, body }: Sent): Reply => {
    if (path in over) return { body: over[path] };
    if (method === 'POST' && path === '/v2/sshkeys') return { body: { result: 'success', id: 'key-new' } };
    if (method === 'POST') {
      const { hostname } = body as { hostname: string };
      return { body: { id: `new-${hostname}`, hostname, status: 'BUILDING', initial_password: 's3cret' } };
    }
    if (path === '/v2/disk_images') {
      return { body: query.type === 'custom' ? [{ id: 'img-9', name: 'golden', state: 'available' }] : images };
    }
    if (path === '/v2/instances') return { body: { page: 1, per_page: 100, pages: 1, items: [] } };
    return { body: bodies[path] };
  }, options);
}
