import type { Instance } from '../../src/core/instance';
import type { Output, RowsOutput } from '../../src/core/view';
import { instanceView } from '../../src/core/views';
import { render } from '../../src/render/render';
import type { RenderSettings } from '../../src/render/settings';

export const now = new Date('2026-03-01T12:00:00Z');

export const plainSettings: RenderSettings = {
  format: null,
  columns: null,
  columnsGiven: false,
  sort: null,
  sortGiven: true,
  headers: true,
  query: null,
  width: null,
  colour: false,
  now,
};

export const web: Instance = {
  profile: 'work',
  provider: 'civo',
  id: 'a1b2c3d4',
  name: 'web-1',
  hostname: 'web-1.example.test',
  state: 'running',
  providerState: 'ACTIVE',
  region: 'LON1',
  group: null,
  size: 'g3.small',
  image: 'ubuntu-24.04',
  cpus: 2,
  memoryMiB: 2048,
  diskGiB: 25,
  publicAddresses: ['203.0.113.7'],
  privateAddresses: ['10.0.0.2', '10.0.0.3'],
  tags: ['prod', 'web'],
  createdAt: '2026-02-26T12:00:00Z',
  updatedAt: null,
};

export const database: Instance = {
  ...web,
  profile: 'home',
  provider: 'morpheus',
  id: '42',
  name: 'db-10',
  hostname: null,
  state: 'stopped',
  providerState: 'stopped',
  size: null,
  cpus: 12,
  memoryMiB: 512,
  publicAddresses: [],
  tags: [],
  createdAt: '2024-01-01T00:00:00Z',
};

export const rowsOf = (rows: RowsOutput['rows'], extra: Partial<RowsOutput> = {}): RowsOutput => ({
  kind: 'rows',
  view: instanceView,
  rows,
  failures: [],
  attempted: () => 1,
  what: 'profiles',
  ...extra,
});

/** What `render` writes, as one text. */
export async function printed(output: Output, settings: Partial<RenderSettings> = {}): Promise<string> {
  let text = '';
  await render(
    output,
    { ...plainSettings, ...settings },
    {
      write(chunk) {
        text += chunk;
      },
    },
  );
  return text;
}
