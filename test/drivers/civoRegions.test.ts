import { describe, expect, it } from 'vitest';
import type { Located } from '../../src/core/instance';
import { chooseRegion, readRegions, regionOf, regionsToAsk, strangeRegion } from '../../src/drivers/civo/regions';
import { rejected } from '../core/thrown';
import { account, lines, target } from './civoSession';

const rows = [
  { code: 'LON1', name: 'London 1', country_name: 'United Kingdom', features: { iaas: true } },
  { code: 'FRA1', name: 'Frankfurt 1', country: 'DE', default: true, out_of_capacity: 'true' },
  { code: 'KUBE', features: { iaas: false, kubernetes: true } },
  { code: '', name: 'nothing' },
  { name: 'nothing' },
];
const there = (region?: string) => account({ '/v2/regions': rows }, region === undefined ? {} : { region });

describe('the regions of Civo', () => {
  it('are read once, those without a code left out', async () => {
    const fake = there();
    const regions = await readRegions(fake.session);
    expect(regions).toEqual([
      { code: 'LON1', name: 'London 1', country: 'United Kingdom', hasInstances: true, full: false, isDefault: false },
      { code: 'FRA1', name: 'Frankfurt 1', country: 'DE', hasInstances: true, full: true, isDefault: true },
      { code: 'KUBE', name: null, country: null, hasInstances: false, full: false, isDefault: false },
    ]);
    expect(await readRegions(fake.session)).toBe(regions);
    await chooseRegion(fake.session, 'LON1');
    expect(lines(fake)).toEqual(['GET /v2/regions']);
  });

  it('are at least one', async () => {
    const hint = 'Run it again with --debug to see the answer.';
    for (const [body, flaw] of [
      [[], 'names no region'],
      [[{ name: 'x' }], 'names no region'],
      [{}, 'is not a list'],
    ] as const) {
      expect(await rejected(readRegions(account({ '/v2/regions': body }).session))).toEqual({
        code: 'unexpected_answer',
        message: `Civo's answer to GET /v2/regions ${flaw}`,
        hint,
      });
    }
  });

  it('that are asked are the profile’s own as it is written, or all that have instances', async () => {
    const own = there('lon1');
    expect(await regionsToAsk(own.session)).toEqual(['lon1']);
    expect(own.sent).toEqual([]);
    expect(await regionsToAsk(there().session)).toEqual(['LON1', 'FRA1']);
  });
});

describe('a region that was named', () => {
  it('is meant in whatever case', async () => {
    for (const word of ['FRA1', 'fra1', 'Fra1']) expect((await chooseRegion(there().session, word)).code).toBe('FRA1');
  });

  it('and that there is not, or not for instances, is refused with the nearest', async () => {
    const refusal = (wanted: string, hint: string) => ({
      code: 'resource_not_found',
      message: `Civo has no region ${JSON.stringify(wanted)} for instances`,
      hint,
      providerCode: 'database_region_not_found',
      missing: wanted,
    });
    const refused = (wanted: string) => rejected(chooseRegion(there().session, wanted));
    expect(await refused('LON2')).toEqual(refusal('LON2', 'Did you mean LON1?'));
    expect(await refused('KUBE')).toEqual(refusal('KUBE', 'There are LON1, FRA1.'));
    expect((await strangeRegion(there().session, 'lon1')).details.hint).toBe('Did you mean LON1?');
  });
});

describe('the region of an instance', () => {
  it('is where it was found, else the one that it says', () => {
    const found = target();
    expect(regionOf({ ...found, at: { region: 'NYC1' } })).toBe('NYC1');
    expect(regionOf({ ...found, at: {} })).toBe('LON1');
  });

  it('is never unknown', () => {
    const found = target();
    const without = (region: string | null): Located => ({ instance: { ...found.instance, region }, at: {} });
    for (const region of [null, '']) {
      expect(() => regionOf(without(region))).toThrow('an instance of Civo without its region');
    }
    expect(() => regionOf({ ...found, at: { region: '' } })).toThrow('an instance of Civo without its region');
  });
});
