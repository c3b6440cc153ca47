// Civo's list of instances, plain and fast, in a process of its own: `/COUNT/LATENCY/v2/instances?page=1&per_page=100`
// has COUNT instances and answers after LATENCY milliseconds. Also the same number of servers as hcloud and doctl ask
// for them. Prints its port.
import { createServer } from 'node:http';

const created = '2026-01-01T00:00:00Z';

const civo = (index) => ({
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  hostname: `web-${index}`,
  status: 'ACTIVE',
  size: 'g3.small',
  region: 'LON1',
  cpu_cores: 1,
  ram_mb: 2048,
  disk_gb: 25,
  public_ip: `198.51.${(index >> 8) & 255}.${index & 255}`,
  private_ip: `10.0.${(index >> 8) & 255}.${index & 255}`,
  template_id: 'ubuntu-jammy',
  firewall_id: 'default',
  network_id: 'default',
  tags: ['bench'],
  created_at: created,
});

const hcloud = (index) => ({
  id: index + 1,
  name: `web-${index}`,
  status: 'running',
  created,
  public_net: { ipv4: { ip: '198.51.100.1' }, ipv6: { ip: '2001:db8::/64' }, floating_ips: [] },
  private_net: [],
  server_type: { id: 1, name: 'cx11', cores: 1, memory: 2, disk: 20 },
  datacenter: { id: 1, name: 'fsn1-dc14', location: { id: 1, name: 'fsn1' } },
  labels: {},
});

const doctl = (index) => ({
  id: index + 1,
  name: `web-${index}`,
  status: 'active',
  memory: 2048,
  vcpus: 1,
  disk: 25,
  created_at: created,
  region: { slug: 'lon1' },
  image: { slug: 'ubuntu', distribution: 'Ubuntu', name: '24.04' },
  size: { slug: 's-1vcpu-2gb' },
  networks: { v4: [{ ip_address: '198.51.100.1', type: 'public' }], v6: [] },
  tags: [],
  features: [],
});

function civoPage(count, query) {
  const size = Number(query.get('per_page') ?? 20);
  const page = Number(query.get('page') ?? 1);
  const items = slice(count, page, size, civo);
  return { page, per_page: size, pages: Math.max(1, Math.ceil(count / size)), items };
}

function hcloudPage(count, query) {
  const size = Number(query.get('per_page') ?? 25);
  const page = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(count / size));
  const pagination = { page, per_page: size, previous_page: null, next_page: page < last ? page + 1 : null };
  return {
    servers: slice(count, page, size, hcloud),
    meta: { pagination: { ...pagination, last_page: last, total_entries: count } },
  };
}

function doctlPage(count, query, address) {
  const size = Number(query.get('per_page') ?? 20);
  const page = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(count / size));
  const link = (number) => `${address}?page=${number}&per_page=${size}`;
  const pages = page < last ? { next: link(page + 1), last: link(last) } : {};
  return { droplets: slice(count, page, size, doctl), links: { pages }, meta: { total: count } };
}

const slice = (count, page, size, make) =>
  Array.from({ length: Math.max(0, Math.min(size, count - (page - 1) * size)) }, (_, at) =>
    make((page - 1) * size + at),
  );

const kinds = { '/v2/instances': civoPage, '/servers': hcloudPage, '/v2/droplets': doctlPage };
// Each page is made once, so that the server is never what is waited for.
const made = new Map();

const server = createServer((request, response) => {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const [, count, latency, rest] = /^\/(\d+)\/(\d+)(\/.*)$/.exec(url.pathname) ?? [];
  const page = kinds[rest];
  const key = `${url.pathname}?${url.searchParams.get('page')}&${url.searchParams.get('per_page')}`;
  if (page !== undefined && !made.has(key)) {
    made.set(key, Buffer.from(JSON.stringify(page(Number(count), url.searchParams, `${url.origin}${url.pathname}`))));
  }
  const body = made.get(key) ?? Buffer.from('{}');
  const answer = () => {
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'application/json',
      'content-length': body.length,
    });
    response.end(body);
  };
  if (Number(latency ?? 0) === 0) answer();
  else setTimeout(answer, Number(latency));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
