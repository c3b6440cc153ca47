import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which rooms a room may import from, beside itself. */
const rooms: Record<string, readonly string[]> = {
  core: [],
  commands: ['core'],
  drivers: ['core'],
  io: ['core'],
  render: ['core'],
  complete: ['core'],
  sandbox: [],
  // The version stands in package.json, beside src.
  generate: ['core', 'commands', 'drivers', '..'],
  build: [],
};

/** The one room that names each package. */
const packages: Record<string, readonly string[]> = {
  'p-map': ['core'],
  'fastest-levenshtein': ['core'],
  commander: ['(top)'],
  got: ['io'],
  hpagent: ['io'],
  conf: ['io'],
  'env-paths': ['io'],
  'proper-lockfile': ['io', 'sandbox'],
  inquirer: ['io'],
  ora: ['io'],
  yaml: ['render', '(top)'],
  chalk: ['render'],
  'cli-table3': ['render'],
  'string-width': ['render'],
  '@jmespath-community/jmespath': ['render'],
  ws: ['sandbox', 'io'],
  ssh2: ['sandbox'],
};

interface Import {
  file: string;
  room: string;
  to: string;
}

const imports: Import[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const room = file.includes('/') ? (file.split('/')[0] ?? '') : '(top)';
    const text = readFileSync(path.join('src', file), 'utf8');
    const statements = /^(?:import|export)\b[^'";]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
    return [...text.matchAll(statements)].map(([, from, bare, lazy]) => ({
      file,
      room,
      to: from ?? bare ?? lazy ?? '',
    }));
  });

const relative = imports.filter(({ to }) => to.startsWith('.'));

describe('the house', () => {
  it('has files to look at', () => {
    expect(imports.length).toBeGreaterThan(300);
  });

  it('lets each room import only from those beneath it', () => {
    const wrong = relative.filter(({ file, room, to }) => {
      const target = path.join(path.dirname(file), to);
      const into = target.includes('/') ? target.split('/')[0] : target.startsWith('..') ? '..' : target;
      if (room === '(top)' || into === room) return false;
      return !(rooms[room]?.includes(into ?? '') ?? false);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps drivers and emulators apart from each other', () => {
    const siblings = relative.filter(({ file, to }) => {
      const [room, own] = file.split('/');
      const [intoRoom, into] = path.join(path.dirname(file), to).split('/');
      if (room !== 'drivers' || intoRoom !== 'drivers' || own === 'index.ts' || into === own) return false;
      return !['cloudca', 'coxedge', 'cloudmc'].includes(own ?? '');
    });
    expect(siblings).toEqual([]);
  });

  it('names each package in the rooms meant for it', () => {
    const builtin = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
    const outside = imports.filter(({ to }) => !to.startsWith('.') && !builtin.has(to) && !to.startsWith('node:'));
    expect(outside.filter(({ room, to }) => !(packages[to]?.includes(room) ?? false))).toEqual([]);
  });

  it('has no circle: no file comes back to itself through what it imports', () => {
    const known = new Set(imports.map(({ file }) => file));
    const inside = relative.map(({ file, to }) => {
      const target = path.join(path.dirname(file), to);
      return { file, to: [`${target}.ts`, `${target}/index.ts`].find((one) => known.has(one)) };
    });
    const beneath = (file: string) => inside.flatMap((one) => (one.file === file && one.to ? [one.to] : []));
    // What imports nothing that is left is in no circle, and is taken away until nothing more can be.
    let left = new Map([...known].map((file) => [file, beneath(file)]));
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      left = new Map([...left].filter(([, files]) => files.some((one) => left.has(one))));
    }
    // The same from above: what nothing that is left imports only leads to one.
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      const named = new Set([...left.values()].flat());
      left = new Map([...left].filter(([file]) => named.has(file)));
    }
    expect([...left.keys()]).toEqual([]);
  });

  it('has no file of more than 400 lines', () => {
    const long = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => readFileSync(path.join('src', file), 'utf8').split('\n').length > 401);
    expect(long).toEqual([]);
  });
});
