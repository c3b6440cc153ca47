import { commands } from '../commands';
import { drivers } from '../drivers';
import { commandsPage } from './commandsPage';
import { providersPage } from './providersPage';

/** Every generated file and its text, from the definitions as they are. */
export async function generated(): Promise<Readonly<Record<string, string>>> {
  const all = await Promise.all(Object.values(drivers).map((load) => load()));
  return {
    'docs/commands.md': commandsPage(commands),
    'docs/providers.md': providersPage(all),
  };
}
