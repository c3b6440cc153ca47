import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

describe('what has one name', () => {
  const home = new Home();

  it('is told it once: a profile', async () => {
    const run = await home.sandbox('profile get civo');
    expect(run.stdout).toBe(
      [
        'PROFILE   civo',
        'PROVIDER  civo',
        'DEFAULT   false',
        'SETTINGS  endpoint = https://api.civo.com (built in)',
        'TOKEN     -',
        'PASSWORD  -',
        'GUARDS    -',
        'DEFAULTS  -',
        '',
      ].join('\n'),
    );
  });

  it('is told it once: an error', async () => {
    const run = await home.run('explain name_taken');
    expect(run.stdout).toBe(
      [
        'CODE       name_taken',
        'KIND       conflict',
        'EXIT CODE  7',
        'CAUSE      An instance of this name exists already.',
        'REMEDY     Choose another name, or --if-not-exists.',
        '',
      ].join('\n'),
    );
  });

  it('is told all that is asked for, also what is left out otherwise', async () => {
    const run = await home.sandbox('profile get civo --columns id,name,from');
    expect(run.stdout).toBe('ID    civo\nNAME  civo\nFROM  endpoint: built in\n');
    expect((await home.run('explain name_taken -o json')).json()).toMatchObject({
      id: 'name_taken',
      name: 'name_taken',
    });
  });
});
