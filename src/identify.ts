import type { Driver, Session } from './core/driver';
import type { Http } from './core/http';
import type { SettingName, Settings } from './core/profile';

/** The settings as requests need them: with the id in place of what was given by name. */
export async function identify(
  { settings: definitions }: Driver,
  settings: Settings,
  sessionFor: (settings: Settings) => Session,
): Promise<Settings> {
  let known = settings;
  for (const [name, definition] of Object.entries(definitions)) {
    const value = settings[name as SettingName];
    if (definition.identify === undefined || value === undefined) continue;
    const { [name as SettingName]: _named, ...others } = known;
    known = { ...others, [name]: await definition.identify(sessionFor(others), value) };
  }
  return known;
}

/** Talks through what `open` gives once it is needed; what failed to open is tried again by the next request. */
export function openedLater(open: () => Promise<Http>): Http {
  let opened: Promise<Http> | null = null;
  const http = () => {
    opened ??= open().catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  };
  return {
    get: async (...asked) => (await http()).get(...asked),
    send: async (...asked) => (await http()).send(...asked),
    raw: async (...asked) => (await http()).raw(...asked),
  };
}
