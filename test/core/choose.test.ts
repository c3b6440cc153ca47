import { describe, expect, it } from 'vitest';
import { choose, typable } from '../../src/core/choose';
import { nearest, nearestFew } from '../../src/core/nearest';
import { thrown } from './thrown';

interface Image {
  id: string;
  slug: string | null;
  label: string;
  zone?: string;
}

const images: Image[] = [
  { id: '1', slug: 'debian-12', label: 'Debian 12' },
  { id: '2', slug: 'debian-13', label: 'Debian 13' },
  { id: '3', slug: null, label: 'Mine', zone: 'north' },
  { id: '4', slug: null, label: 'Mine' },
  { id: '5', slug: 'Mine too', label: '1' },
  { id: '6', slug: 'twin', label: 'Twin' },
  { id: '7', slug: 'x', label: 'twin' },
];
const candidateOf = ({ id, slug, label, zone }: Image) => ({
  id,
  names: [slug, label],
  ...(zone && { where: zone }),
});
const words = { what: 'image', hint: 'nube catalog images' };
const chosen = (wanted: string) => choose(wanted, images, candidateOf, words).id;

describe('a choice', () => {
  it('is by id before names, and by the first name before the next', () => {
    expect(chosen('1')).toBe('1');
    expect(chosen('debian-13')).toBe('2');
    expect(chosen('Debian 13')).toBe('2');
    expect(chosen('twin')).toBe('6');
    expect(chosen('Twin')).toBe('6');
  });

  it('is never the first of several', () => {
    const ambiguous = {
      code: 'ambiguous_resource',
      message: 'Several images are called "Mine": 3 (north), 4',
      hint: 'Use the id, for example 3.',
    };
    expect(thrown(() => chosen('Mine'))).toEqual(ambiguous);
    const all = { ...words, within: 'in LON1', ambiguity: 'One is older.' };
    expect(thrown(() => choose('Mine', images, candidateOf, all))).toEqual({
      ...ambiguous,
      message: 'Several images in LON1 are called "Mine": 3 (north), 4',
      hint: 'One is older. Use the id, for example 3.',
    });
  });

  it('of what there is not names what is near, each thing once', () => {
    expect(thrown(() => chosen('debian-11'))).toEqual({
      code: 'resource_not_found',
      message: 'There is no image "debian-11"',
      hint: 'Did you mean debian-12 or debian-13?',
      missing: 'debian-11',
    });
    expect(thrown(() => choose('zzzzzzzz', images, candidateOf, { ...words, within: 'in LON1' }))).toEqual({
      code: 'resource_not_found',
      message: 'There is no image "zzzzzzzz" in LON1',
      hint: 'nube catalog images',
      missing: 'zzzzzzzz',
    });
    expect(thrown(() => choose('a', [], candidateOf, words))).toMatchObject({ hint: 'nube catalog images' });
  });

  it('names three at most', () => {
    const many = ['aaa1', 'aaa2', 'aaa3', 'aaa4'].map((id) => ({ id, slug: id, label: id.toUpperCase() }));
    const hint = 'Did you mean aaa1 or aaa2 or aaa3?';
    expect(thrown(() => choose('aaa', many, candidateOf, words)).hint).toBe(hint);
    const byOneName = ({ id, slug }: Image) => ({ id, names: [slug] });
    expect(thrown(() => choose('aaa', many, byOneName, words)).hint).toBe(hint);
  });
});

describe('what can be typed for a thing', () => {
  it.each([
    ['1', 'debian-12'],
    ['3', '3'],
    ['4', '4'],
    ['5', 'Mine too'],
    ['6', 'Twin'],
    ['7', 'x'],
  ])('of %s is %s', (id, expected) => {
    const one = images.find((image) => image.id === id);
    if (one === undefined) throw new Error(id);
    expect(typable(one, images, candidateOf)).toBe(expected);
  });

  it('is not a name that is the id of another', () => {
    const all = [
      { id: 'a', slug: 'b', label: 'c' },
      { id: 'b', slug: null, label: 'd' },
    ];
    expect(typable(all[0] as Image, all, candidateOf)).toBe('c');
    expect(typable(all[1] as Image, all, candidateOf)).toBe('d');
  });
});

describe('what is near', () => {
  it.each([
    ['stat', ['state', 'status', 'stop'], 'state'],
    ['STAT', ['status', 'State'], 'status'],
    ['lits', ['list', 'get'], 'list'],
    ['lsit', ['ls', 'list'], 'list'],
    ['ilst', ['list'], 'list'],
    ['tsil', ['list'], null],
    ['lst', ['list'], 'list'],
    ['x', ['y'], 'y'],
    ['s', ['start'], null],
    ['st', ['start'], 'start'],
    ['ab', ['cd'], null],
    ['abcdef', ['abcdxy'], 'abcdxy'],
    ['abcdef', ['abcxyz'], null],
    ['abcdefgh', ['abcdexyz'], null],
    ['abcdefghi', ['abcdefxyz'], 'abcdefxyz'],
    ['abcdefgh', ['xabcdefxy'], 'xabcdefxy'],
    ['xabcdefxy', ['abcdefgh'], 'abcdefgh'],
    ['anything', [], null],
  ])('%s of %j: %j', (typed, candidates, expected) => {
    expect(nearest(typed, candidates)).toBe(expected);
  });

  it('comes nearest first, each once, and no more than asked for', () => {
    expect(nearestFew('webs', ['wobs', 'xebt', 'webs', 'wobs'], 2)).toEqual(['webs', 'wobs']);
    expect(nearestFew('webs', ['wobs', 'webx', 'webs'], 2)).toEqual(['webs', 'wobs']);
    expect(nearestFew('webbing', ['wobbong', 'wobbing', 'webbing'], 9)).toEqual(['webbing', 'wobbing', 'wobbong']);
  });
});
