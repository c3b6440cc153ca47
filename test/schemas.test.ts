import { describe, expect, it } from 'vitest';
import { commands as definitions } from '../src/commands';
import { schemasOf } from '../src/core/shapes';
import { manifestFile, schemaFiles } from '../src/generate/schemaFiles';
import { Home } from './nube';
import { check } from './schemaCheck';

const commands = await Promise.all(Object.values(definitions).map((load) => load()));
const home = new Home();

describe('the schemas', () => {
  it.each(schemasOf(commands).map(({ name, whole, row }) => [name, whole, row] as const))(
    'has one of %s that is valid itself',
    (_name, whole, row) => {
      expect(() => check(whole, [])).not.toThrow();
      expect(() => check(row, [])).not.toThrow();
    },
  );

  it('are the same version only while none of them changes', () => {
    const files = schemaFiles(commands, null);
    const manifest = JSON.parse(files[manifestFile] ?? '');
    const { 'get.json': get, 'list.json': list, ...rest } = manifest.schemas;
    const known = (schemas: object, version = manifest.version) => ({ version, schemas: { ...schemas } });
    expect(() => schemaFiles(commands, known(manifest.schemas))).not.toThrow();
    expect(() => schemaFiles(commands, known(rest))).not.toThrow();
    expect(() => schemaFiles(commands, known({ ...rest, 'get.json': list, 'gone.json': get }))).toThrow(
      'The schemas get.json, gone.json have changed: raise schemaVersion in src/core/shapes, then npm run generate',
    );
    expect(() => schemaFiles(commands, known({ 'get.json': list }, manifest.version - 1))).not.toThrow();
  });
});

describe('nube schema', () => {
  it('lists every command, the lines of stderr, and the version', async () => {
    const { code, json } = await home.run('schema -o json');
    const names = json().map(({ name }: { name: string }) => name);
    expect(code).toBe(0);
    expect(names).toEqual([...commands.map(({ name }) => name), 'error', 'warning']);
    expect(json()[0]).toEqual({
      id: 'list',
      name: 'list',
      prints: ['array'],
      version: 1,
      title: 'nube list: Instances in the shared model',
    });
  });

  it('prints the schema of a command, of one below a family, and of an alias', async () => {
    expect((await home.run('schema list')).json()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'array',
      items: { properties: { state: { enum: expect.arrayContaining(['running', 'unknown']) } } },
    });
    expect((await home.run('schema profile list')).json().$id).toBe('urn:nube:schema:1:profile-list');
    expect((await home.run('schema ls')).stdout).toBe((await home.run('schema list')).stdout);
  });

  it('prints the schema of one row, and the same as YAML', async () => {
    const row = (await home.run('schema list --row')).json();
    expect(row).toMatchObject({ $id: 'urn:nube:schema:1:list-row', type: 'object', additionalProperties: false });
    expect((await home.run('schema list --row -o yaml')).stdout).toContain('$id: urn:nube:schema:1:list-row\n');
  });

  it('knows what it does not know', async () => {
    const { code, stdout, stderr } = await home.run('schema lst');
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: There is no schema of "lst"\nhint: Did you mean nube schema list?\n',
    });
  });
});
