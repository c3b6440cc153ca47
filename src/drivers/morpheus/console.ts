import type { ConsoleAnswer, NoInput, Reading } from '../../core/driver';

/**
 * The web terminal. Its address holds no token, as the official command line's does: whoever is not logged in is
 * asked to, and led on to it.
 */
export const console: Reading<NoInput, ConsoleAnswer> = {
  limit: 'A page for the browser, which asks to log in.',
  options: [],
  async read(session, target) {
    const root = (session.settings.endpoint ?? '').replace(/\/+$/, '');
    const { container } = session.settings;
    const query = container === undefined ? '' : `?containerId=${encodeURIComponent(container)}`;
    return { url: `${root}/terminal/${encodeURIComponent(target.instance.id)}${query}` };
  },
};
