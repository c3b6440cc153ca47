import { expect, it } from 'vitest';
import { commands } from '../src/commands';
import { type DriverVerb, isUnsupported } from '../src/core/driver';
import { scopeNames } from '../src/core/profile';
import { drivers } from '../src/drivers';

/** Options of a verb that are nube's own business, whatever the provider. */
const common = new Set(['count', 'fromFile', 'ifNotExists', 'showSecrets', 'follow', 'open', ...scopeNames]);

it('says of each option which providers have it, just as their drivers do', async () => {
  const all = await Promise.all(Object.values(drivers).map((load) => load()));
  const wrong: object[] = [];
  for (const command of commands) {
    const having = all.flatMap(({ provider, verbs }) => {
      const capability = verbs[command.name as DriverVerb] as { options?: readonly string[] } | undefined;
      return capability === undefined || isUnsupported(capability) ? [] : [{ provider, options: capability.options ?? [] }];
    });
    if (having.length === 0 || ['ssh', 'backups'].includes(command.name)) continue;
    for (const [key, { only }] of Object.entries(command.options)) {
      if (common.has(key)) continue;
      const with_ = having.filter(({ options }) => options.includes(key)).map(({ provider }) => provider);
      const expected = with_.length === having.length ? undefined : with_;
      if (JSON.stringify(only) !== JSON.stringify(expected)) wrong.push({ command: command.name, key, only, expected });
    }
  }
  expect(wrong).toEqual([]);
});
