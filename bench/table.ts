import type { Instance } from '../src/core/instance';
import { instanceView } from '../src/core/views';
import { render } from '../src/render/render';

const settings = {
  format: 'table',
  columns: null,
  columnsGiven: false,
  sort: null,
  sortGiven: false,
  headers: true,
  query: null,
  color: null,
  width: null,
  colour: false,
  now: new Date(),
} as const;

/** Milliseconds for a table of so many instances, and for a padded join of the same words; `tidy` runs before each. */
export async function timeTable(count: number, tidy: () => void): Promise<{ tableMs: number; paddedMs: number }> {
  const rows = Array.from({ length: count }, (_, index) => instance(index));
  const texts: string[] = [];
  tidy();
  const began = performance.now();
  await render(
    {
      kind: 'rows',
      view: instanceView,
      rows: pages(rows),
      failures: [],
      attempted: () => 1,
      what: 'sources',
      empty: '',
    },
    settings,
    { write: (chunk) => void texts.push(chunk.toString()) },
  );
  const tableMs = performance.now() - began;
  const cells = texts
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  tidy();
  const again = performance.now();
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const padded = cells.map((row) => row.map((word, column) => word.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
  const paddedMs = performance.now() - again;
  if (padded.split('\n').length !== count + 1) throw new Error('The table has not as many lines as rows');
  return { tableMs, paddedMs };
}

async function* pages(rows: readonly Instance[]) {
  for (let at = 0; at < rows.length; at += 100) yield rows.slice(at, at + 100);
}

const instance = (index: number): Instance => ({
  profile: 'work',
  provider: 'civo',
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  name: `web-${index}`,
  hostname: `web-${index}`,
  state: 'running',
  providerState: 'ACTIVE',
  region: 'LON1',
  group: null,
  size: 'g3.small',
  image: 'ubuntu-jammy',
  cpus: 1,
  memoryMiB: 2048,
  diskGiB: 25,
  publicAddresses: [`198.51.${(index >> 8) & 255}.${index & 255}`],
  privateAddresses: ['10.0.0.1'],
  tags: [],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: null,
});
