import type { ConsoleAnswer, NoInput, Reading } from '../../core/driver';
import { text } from '../../core/fields';
import { path } from '../../core/http';
import { Secret } from '../../core/secret';
import { readObject, unexpected } from './fields';
import { regionOf } from './regions';

/** A VNC session in the browser. Its address works only with a short-lived token, never the API key, at its end. */
export const console: Reading<NoInput, ConsoleAnswer> = {
  limit: 'A VNC page for the browser, open for an hour; it may take half a minute to answer.',
  options: [],
  async read(session, target) {
    const region = regionOf(target);
    const url = await session.http.send(
      { method: 'PUT', path: path`/v2/instances/${target.instance.id}/vnc`, query: { region }, body: { region } },
      (answer) => {
        const uri = text(readObject(answer, 'PUT /v2/instances/ID/vnc').uri);
        if (uri === null || !URL.canParse(uri)) throw unexpected('PUT /v2/instances/ID/vnc', 'names no address');
        return uri;
      },
      () => '',
    );
    const token = await session.http.send(
      { method: 'POST', path: '/v2/auth/exchange', body: { scope: '' } },
      (answer) => {
        const token = text(readObject(answer, 'POST /v2/auth/exchange').access_token);
        if (token === null) throw unexpected('POST /v2/auth/exchange', 'holds no token');
        return token;
      },
      () => '',
    );
    const joint = url.includes('?') ? '&' : '?';
    return { url, link: new Secret(`${url}${joint}token=${encodeURIComponent(token)}`, 'console-link') };
  },
};
