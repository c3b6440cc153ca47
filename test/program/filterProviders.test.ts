import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { everyId, fits, type Row } from './support/filterOracle';

const states = [
  ...['pending', 'running', 'updating', 'stopping', 'stopped', 'suspended', 'migrating', 'error'],
  ...['deleting', 'deleted', 'unknown'],
];

interface Narrowing {
  lines: readonly string[];
  /** The fields that are, or could be, filtered at the provider. */
  fields: readonly string[];
  /** The parameters that it is asked with. */
  parameters: readonly string[];
}

const narrowing: Readonly<Record<string, Narrowing>> = {
  civo: { lines: ['list -p civo', 'list -p civo --region LON1'], fields: ['tag'], parameters: ['tags'] },
  cloudca: { lines: ['list -p cloudca', 'list -p cloudca --all-states'], fields: ['state'], parameters: [] },
  cycle: {
    lines: [
      'list -p cycle',
      'list -p cycle --container api',
      'list -p cycle --kind vm',
      'list -p cycle --server ams-1',
    ],
    fields: ['state', 'providerState'],
    parameters: ['filter[state]'],
  },
  morpheus: {
    lines: ['list -p morpheus', 'list -p morpheus --all-states', 'list -p morpheus --group Production'],
    fields: ['state', 'providerState', 'tag', 'name', 'updatedAt'],
    parameters: ['name', 'status', 'labels', 'lastUpdated'],
  },
};

/** What a provider could be asked for, among it what it does not know. */
function conditionsOf(rows: readonly Row[], fields: readonly string[]): string[] {
  const of = (field: string): string[] => [...new Set(rows.flatMap((row) => (row[field] ?? []) as string[]))];
  const [first = '2026-01-01'] = of('updatedAt').sort();
  const values: Readonly<Record<string, readonly string[]>> = {
    state: states,
    providerState: [...of('providerState'), 'bogus', 'RUNNING', 'deleted'],
    tag: [...of('tags'), 'nothing', 'two words', 'a,b', 'key=value', 'tier='],
    name: [...of('name').slice(0, 3), 'nobody', '%', 'web*'],
    updatedAt: [first],
  };
  return [
    ...fields.flatMap((field) => (values[field] ?? []).map((value) => `${field}=${value}`)),
    ...['>', '>='].flatMap((operator) => (fields.includes('updatedAt') ? [`updatedAt${operator}${first}`] : [])),
    ...['state!=running', 'tag!=web'],
  ];
}

describe('a filter that a provider is asked for', () => {
  it.each(Object.entries(narrowing))(
    'comes to the same as one on our side: %s',
    async (_name, { lines, fields, parameters }) => {
      const home = new Home();
      const asked = new Set<string>();
      for (const line of lines) {
        const rows: Row[] = (await home.sandbox(`${line} -o json`)).json();
        expect(rows.length).toBeGreaterThan(0);
        for (const condition of conditionsOf(rows, fields)) {
          const run = await home.sandbox([...line.split(' '), '-o', 'json', '--filter', condition]);
          expect({ line, condition, code: run.code, stderr: run.stderr, ids: everyId(run.json()) }).toEqual({
            ...{ line, condition, code: 0, stderr: '' },
            ids: everyId(rows.filter((row) => fits(row, condition))),
          });
          for (const { query } of run.requests) for (const name of Object.keys(query)) asked.add(name);
        }
      }
      expect(parameters.filter((name) => !asked.has(name))).toEqual([]);
    },
    60_000,
  );

  it('chooses for every verb what it shows in a list, and names it before asking', async () => {
    const home = new Home();
    const rows: Row[] = (await home.sandbox('list -p civo,morpheus -o json')).json();
    for (const condition of ['name~^web-', 'tag=prod', 'cpus>=4', 'memory>=8GiB', 'age>30d', 'provider!=civo']) {
      const meant = rows.filter((row) => fits(row, condition));
      expect(meant.length).toBeGreaterThan(0);
      for (const verb of ['delete', 'tag --set new']) {
        const run = await home.sandbox([...`${verb} -p civo,morpheus -o json --filter`.split(' '), condition]);
        expect({ verb, condition, code: run.code, changes: run.changes }).toEqual({
          ...{ verb, condition, code: 9, changes: [] },
        });
        const named = [...run.error().message.matchAll(/\w[\w-]* (\w+)\/\S+ \(([^,]+), \w+\)/g)];
        expect(named.map(([, profile, id]) => `${profile}/${id}`).sort()).toEqual(everyId(meant));
      }
    }
  }, 60_000);

  it('and that nothing fits is done with a note, but a wait for something else than an end', async () => {
    const home = new Home();
    for (const [line, code] of [
      ['stop', 0],
      ['delete', 0],
      ['tag --set a', 0],
      ['wait --for deleted', 0],
      ['wait', 5],
    ] as const) {
      const run = await home.sandbox(`${line} -p civo --filter name=nobody -o json`);
      expect({ line, code: run.code, changes: run.changes }).toEqual({ line, code, changes: [] });
      expect(run.stdout).toBe(code === 0 ? '[]\n' : '');
      expect(run.stderr).not.toBe('');
    }
  });

  it('is refused beside references, and where there is neither, and --all alone, and more than --max', async () => {
    const home = new Home();
    for (const [line, code] of [
      ['stop web-1 --filter name=web-1 -p civo', 2],
      ['stop web-1 --all -p civo', 2],
      ['stop', 2],
      ['delete --yes', 2],
      ['wait', 2],
      ['stop --all', 2],
      ['delete --all --yes', 2],
      ['stop --all -p civo --max 2 --yes', 7],
      ['tag --filter name~. --set x -p civo --max 3 --yes', 7],
      ['delete web-1 web-2 -p civo --max 1 --yes', 7],
    ] as const) {
      const run = await home.sandbox(`${line} -o json`);
      expect({ line, code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({
        ...{ line, code, stdout: '', changes: [] },
      });
    }
    const all = await home.sandbox('stop --all --filter name=web-1 --yes -o json');
    expect({ code: all.code, names: all.json().map(({ name }: Row) => name) }).toEqual({ code: 0, names: ['web-1'] });
  });
});
