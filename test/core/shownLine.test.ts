import { describe, expect, it } from 'vitest';
import type { Options } from '../../src/core/option';
import { flag, text } from '../../src/core/option';
import { shownLine } from '../../src/core/shownLine';

const options: Options = {
  data: text('user-data', 'TEXT', 'a script', { secret: true }),
  name: text('name', 'NAME', 'a name'),
  force: flag('force', 'at once', { secret: false }),
};
const shown = (...line: string[]) => shownLine(line, options);

describe('a command line as it is written down', () => {
  it.each([
    [['create', 'web-1', '--name', 'x', '--force']],
    [['update', '--name=x', 'a=b']],
    [['api', 'GET', '/v2/instances']],
    [['create', '--user-data']],
    [['create', 'user-data', 'x']],
    [['tag', 'web-1', '--add', 'what?=x']],
    [[]],
  ])('keeps %j', (line) => {
    expect(shown(...line)).toEqual(line);
  });

  it('has no value of an option that may hold a secret', () => {
    expect(shown('create', '--user-data', 'echo hush', 'web-1')).toEqual(['create', '--user-data', '…', 'web-1']);
    expect(shown('create', '--user-data=a=b', 'web-1')).toEqual(['create', '--user-data=…', 'web-1']);
    expect(shown('create', '--user-data', '--user-data', 'x')).toEqual(['create', '--user-data', '…', '…']);
  });

  it('has no query of a path, however many lines it has', () => {
    expect(shown('api', 'GET', '/v2/x?token=hush')).toEqual(['api', 'GET', '/v2/x?…']);
    expect(shown('api', 'GET', '/v2/x?a=1\n?b=2')).toEqual(['api', 'GET', '/v2/x?…']);
  });

  it('has no word that is for another machine', () => {
    expect(shown('exec', 'web-1', '--', 'mysql', '-phush', '--', 'x')).toEqual(['exec', 'web-1', '--', '…']);
    expect(shown('exec', 'web-1', '--')).toEqual(['exec', 'web-1', '--', '…']);
    expect(shown('--', 'x')).toEqual(['--', '…']);
  });
});
