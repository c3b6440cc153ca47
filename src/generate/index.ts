import { commands } from '../commands';
import { drivers } from '../drivers';
import { commandsPage } from './commandsPage';
import { providersPage } from './providersPage';
import { supportTable } from './supportTable';

/** Every generated file and its text, from the definitions as they are. */
export async function generated(): Promise<Readonly<Record<string, string>>> {
  const all = await Promise.all(Object.values(drivers).map((load) => load()));
  const support = supportTable(commands, all);
  return {
    'src/support.json': `${JSON.stringify(support, null, 2)}\n`,
    'docs/commands.md': commandsPage(commands, support),
    'docs/providers.md': providersPage(all),
  };
}
