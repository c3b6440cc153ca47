import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

describe('a reference', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  const id = (name: string) => ids[name] as string;
  beforeAll(async () => {
    for (const region of ['LON1', 'FRA1']) {
      const { code } = await home.sandbox(`create twin -p civo --region ${region} ${small} --no-wait`);
      expect(code).toBe(0);
    }
    // A name that is another instance's id, and one that begins as an id does.
    ids = await idsOf(home);
    for (const name of [id('db-1'), id('web-2').slice(0, 6)]) {
      const { code } = await home.sandbox(`create ${name} -p civo --region NYC1 ${small} --no-wait`);
      expect(code).toBe(0);
    }
  });
  const found = async (reference: string, more = '') => {
    const { code, stdout } = await home.sandbox(`get ${reference} ${more} -o id`);
    return { code, id: stdout.trim() };
  };

  it('whose profile is almost one says so', async () => {
    const run = await home.sandbox('get civ/web-1');
    expect({ code: run.code, hint: run.stderr.split('\n').at(-2) }).toEqual({
      ...{ code: 5, hint: 'hint: civ is no profile; did you mean civo/web-1?' },
    });
    const deep = await home.sandbox('get cylce/api/web-1');
    expect(deep.stderr).toContain('\nhint: cylce is no profile; did you mean cycle/api/web-1?\n');
    const group = await home.sandbox('get civ/web-1 -p civo');
    expect(group.stderr).toContain('\nhint: civ is no profile; did you mean civo/web-1?\n');
  });

  it('stands in the hint, with its profile, as it can be pasted: the name for people, else the id', async () => {
    const reset = async (reference: string, more = '') => {
      const run = await home.sandbox(`reset-password ${reference} --yes --show-secrets${more}`);
      expect(run.code).toBe(8);
      return (more.includes('json') ? run.error().hint : run.stderr.split('\n').at(-2)).replace(/^hint: /, '');
    };
    const hint = (reference: string) => `nube get ${reference} --show-secrets shows it.`;
    const byId = hint(`civo/${id('web-1')}`);
    for (const reference of ['web-1', 'civo/web-1']) expect(await reset(reference)).toBe(hint('civo/web-1'));
    expect(await reset('web-1', ' -o json')).toBe(byId);
    for (const reference of [id('web-1'), id('web-1').slice(0, 4)]) expect(await reset(reference)).toBe(byId);
    // Without the region it could mean another.
    expect(await reset('twin', ' --region FRA1')).toBe(hint(`civo/${id('FRA1/twin')}`));
    // By then it may have its new name.
    const lost = { variables: { NUBE_SANDBOX_FAULT: 'drop-after-commit' } };
    const renamed = await home.sandbox('update web-2 -p civo --name web-2 --description its', lost);
    expect(renamed.stderr).toContain(`\nhint: Look before doing it again: nube get civo/${id('web-2')}, or have`);
    const described = await home.sandbox('update web-2 -p civo --description mine', lost);
    expect(described.stderr).toContain('\nhint: Look before doing it again: nube get civo/web-2, or have');
    const sized = await home.sandbox(`create odd -p civo --region LON1 --image ubuntu-jammy --size zzzzzzzz`);
    expect(sized.stderr).toContain('\nhint: nube catalog sizes -p civo --region LON1\n');
  });

  it('may be a name, a whole id, the start of an id, each with the profile before it', async () => {
    const web = id('web-1');
    for (const reference of ['web-1', web, web.slice(0, 4), web.slice(0, 20), 'civo/web-1', `civo/${web}`]) {
      expect({ reference, ...(await found(reference, '-p civo')) }).toEqual({ reference, code: 0, id: web });
    }
    expect(await found(`civo/${web.slice(0, 8)}`)).toEqual({ code: 0, id: web });
  });

  it('needs four characters of an id', async () => {
    const { code, stdout, stderr } = await home.sandbox(`get ${id('web-1').slice(0, 3)} -p civo`);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain(`error: No instance "${id('web-1').slice(0, 3)}" in civo\n`);
  });

  it('fits an exact id before a name, and a name before the start of an id', async () => {
    expect(await found(id('db-1'), '-p civo')).toEqual({ code: 0, id: id('db-1') });
    const start = id('web-2').slice(0, 6);
    const named = await found(start, '-p civo');
    expect(named.code).toBe(0);
    expect(named.id).not.toBe(id('web-2'));
    expect((await idsOf(home))[start]).toBe(named.id);
  });

  it('that fits several is refused with all of them, by reading and changing verbs alike', async () => {
    const [one, other] = [id('LON1/twin'), id('FRA1/twin')];
    for (const line of ['get twin', 'stop twin --yes', 'delete web-1 twin --yes', 'wait twin', 'stats twin']) {
      const { code, stdout, stderr, changes } = await home.sandbox(`${line} -p civo`);
      expect({ line, code, stdout, changes }).toEqual({ line, code: 6, stdout: '', changes: [] });
      expect(stderr).toBe(
        `error: twin fits 2 instances: civo/${one} twin, civo/${other} twin\n` +
          `hint: Name it by its id: civo/${one}\n`,
      );
    }
  });

  it('that fits several is told apart by region, and by id', async () => {
    expect(await found('twin', '-p civo --region FRA1')).toEqual({ code: 0, id: id('FRA1/twin') });
    expect(await found(id('LON1/twin'), '-p civo')).toEqual({ code: 0, id: id('LON1/twin') });
  });

  it('that fits none is refused with the profiles searched and the nearest names', async () => {
    for (const line of ['get web-9', 'stop web-9 --yes', 'delete web-9 --yes', 'wait web-9', 'stats web-9']) {
      const { code, stdout, stderr, changes } = await home.sandbox(`${line} -p civo`);
      expect({ line, code, stdout, changes }).toEqual({ line, code: 5, stdout: '', changes: [] });
      expect(stderr).toBe('error: No instance "web-9" in civo\nhint: Did you mean web-1 or web-2?\n');
    }
    const { error } = await home.sandbox('get civo/xyzzy -o json');
    expect(error()).toMatchObject({ code: 'instance_not_found', kind: 'not_found', exitCode: 5 });
    expect(error().message).toBe('No instance "civo/xyzzy" in civo');
  });

  it('sends nothing at all where one of several does not fit', async () => {
    const { code, stdout, changes } = await home.sandbox('stop web-1 web-2 nothing-like-it -p civo --yes');
    expect({ code, stdout, changes }).toEqual({ code: 5, stdout: '', changes: [] });
  });

  it('may not be the start of an id for delete, which says the whole', async () => {
    const start = id('web-1').slice(0, 8);
    for (const reference of [start, `civo/${start}`]) {
      const { code, stdout, stderr, changes } = await home.sandbox(`delete ${reference} -p civo --yes`);
      expect({ code, stdout, changes }).toEqual({ code: 5, stdout: '', changes: [] });
      expect(stderr).toContain(`error: No instance "${reference}" in civo\n`);
      expect(stderr).toContain(id('web-1'));
    }
    const whole = await home.sandbox(`delete ${id('web-1')} -p civo --dry-run`);
    expect(whole.stdout).toContain(`/v2/instances/${id('web-1')}?`);
  });

  it('may be the start of an id for the other changing verbs', async () => {
    const { code, json } = await home.sandbox(`start ${id('web-1').slice(0, 4)} -p civo -o json`);
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ id: id('web-1'), status: 'skipped' }]);
  });

  it('names each instance once, however often it was named', async () => {
    const { code, json } = await home.sandbox(`start web-1 civo/web-1 ${id('web-1')} web-2 -p civo -o json`);
    expect(code).toBe(0);
    expect(json().map(({ name }: { name: string }) => name)).toEqual(['web-1', 'web-2']);
  });

  it('holds no group on Civo, so that a part before the name that is no profile fits nothing', async () => {
    const { code, stderr } = await home.sandbox('get shop/web-1 -p civo');
    expect(code).toBe(5);
    expect(stderr).toBe('error: No instance "shop/web-1" in civo\nhint: Did you mean web-1 or web-2?\n');
  });

  it('cannot lead out of its place in a path', async () => {
    for (const reference of ['..', '../quota', 'civo/..', '%2e%2e']) {
      const { code, stdout, requests } = await home.sandbox(`get ${reference} -p civo`);
      expect({ reference, code, stdout }).toEqual({ reference, code: 5, stdout: '' });
      expect(requests.every(({ path }) => path === '/v2/regions' || path === '/v2/instances')).toBe(true);
    }
  });
});

describe('a reference among several profiles', () => {
  const home = new Home({ SECOND_TOKEN: 'sandbox-civo-token' });
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
    const add = 'profile add second --provider civo --region LON1 --token-env SECOND_TOKEN';
    expect((await home.sandbox(add)).code).toBe(0);
  });

  it('fits what both see twice, and the profile before it tells them apart', async () => {
    const { code, stderr } = await home.sandbox('get web-1 -p civo,second');
    expect(code).toBe(6);
    const id = ids['web-1'];
    expect(stderr).toContain(`web-1 fits 2 instances: civo/${id} web-1, second/${id} web-1\n`);
    expect((await home.sandbox('get second/web-1 -p civo,second -o ref')).stdout).toBe(`second/${id}\n`);
    expect((await home.sandbox('get second/web-1 -o ref')).stdout).toBe(`second/${id}\n`);
  });

  it('looks only in the profile that it names', async () => {
    const { code, stderr, requests } = await home.sandbox('get second/db-1');
    expect(code).toBe(5);
    expect(stderr).toContain('error: No instance "second/db-1" in second\n');
    expect(new Set(requests.map(({ query }) => query.region))).toEqual(new Set(['LON1']));
  });

  it('may not contradict -p', async () => {
    for (const line of ['get second/web-1', 'stop second/web-1 --yes', 'wait second/web-1']) {
      const { code, stdout, stderr, requests } = await home.sandbox(`${line} -p civo`);
      expect({ line, code, stdout, requests }).toEqual({ line, code: 2, stdout: '', requests: [] });
      expect(stderr).toContain('error: second/web-1 names the profile second, and -p names civo\n');
    }
  });

  it('needs an answer from every profile to change something, unless it names its own', async () => {
    const broken = { variables: { SECOND_TOKEN: 'expired' } };
    const stop = await home.sandbox('stop db-1 -p civo,second --yes', broken);
    expect({ code: stop.code, stdout: stop.stdout, changes: stop.changes }).toEqual({
      code: 4,
      stdout: '',
      changes: [],
    });
    expect(stop.stderr).toMatch(/^error: second did not answer: Civo refused the API key\n/);
    const named = await home.sandbox('start civo/web-1 -p civo,second -o id', broken);
    expect({ code: named.code, stdout: named.stdout }).toEqual({ code: 0, stdout: `${ids['web-1']}\n` });
  });

  it('warns of a profile that did not answer when it only reads', async () => {
    const broken = { variables: { SECOND_TOKEN: 'expired' } };
    const get = await home.sandbox('get db-1 -p civo,second -o id', broken);
    expect({ code: get.code, stdout: get.stdout }).toEqual({ code: 0, stdout: `${ids['db-1']}\n` });
    expect(get.stderr).toBe('warning: second did not answer: Civo refused the API key\n');
    const missing = await home.sandbox('get nothing -p civo,second', broken);
    expect({ code: missing.code, stdout: missing.stdout }).toEqual({ code: 4, stdout: '' });
  });

  it('lists the profile that answers and ends with 12 for the other', async () => {
    const run = await home.sandbox('list -p civo,second --columns profile,name -o csv', {
      variables: { SECOND_TOKEN: 'expired' },
    });
    expect(run.stdout).toBe('profile,name\ncivo,web-1\ncivo,web-2\ncivo,db-1\ncivo,cache-1\n');
    expect(run.code).toBe(12);
    expect(run.stderr).toMatch(/^error: 1 of 2 profiles failed\n {2}second: Civo refused the API key/);
  });

  it('ends with the kind that all profiles share, else with 10, and alone with its own error', async () => {
    const more = '--provider civo --no-verify --token-env';
    expect((await home.sandbox(`profile add third ${more} SECOND_TOKEN`)).code).toBe(0);
    expect((await home.sandbox(`profile add fourth ${more} UNSET_TOKEN`)).code).toBe(0);
    const expired = { variables: { SECOND_TOKEN: 'expired' } };
    const list = (profiles: string) => home.sandbox(`list -p ${profiles} -o json`, expired);
    const one = await list('second');
    expect({ code: one.code, stdout: one.stdout }).toEqual({ code: 4, stdout: '[]\n' });
    expect(one.error()).toMatchObject({ code: 'credential_refused', profile: 'second', errors: [] });
    const two = await list('second,third');
    expect({ code: two.code, stdout: two.stdout }).toEqual({ code: 4, stdout: '[]\n' });
    expect(two.error().kind).toBe('auth');
    expect(
      two
        .error()
        .errors.map(({ profile }: { profile: string }) => profile)
        .sort(),
    ).toEqual(['second', 'third']);
    const mixed = await list('second,fourth');
    expect({ code: mixed.code, stdout: mixed.stdout }).toEqual({ code: 10, stdout: '[]\n' });
    expect(
      mixed
        .error()
        .errors.map(({ exitCode }: { exitCode: number }) => exitCode)
        .sort(),
    ).toEqual([3, 4]);
    expect((await list('civo,second,third')).code).toBe(12);
  });
});
