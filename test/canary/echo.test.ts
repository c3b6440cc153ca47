import { beforeAll, expect, it } from 'vitest';
import { bodyOf, LocalServer } from '../localServer';
import { Canary, planted } from './canary';

const token = 'canary-echoed-token-9';
const password = 'canary-echoed-password-10';
/** How the server answers: the status, and what stands around what it was sent. */
let answer: { status: number; type: string; wrap(text: string): string };

const json = (status: number) => ({
  status,
  type: 'application/json',
  wrap: (text: string) =>
    JSON.stringify({
      code: `code ${text}`,
      reason: text,
      result: text,
      message: text,
      msg: text,
      error: { title: text, detail: text, code: '400.invalid' },
      errors: [{ message: text, context: { text } }],
      success: false,
    }),
});
const html = { status: 400, type: 'text/html', wrap: (text: string) => `<html><body>${text}</body></html>` };
const broken = { status: 200, type: 'application/json', wrap: (text: string) => `{"reason": "${text}` };
const answers = {
  '400': json(400),
  '401': json(401),
  '403': json(403),
  '409': json(409),
  '200': json(200),
  html,
  broken,
};

const server = new LocalServer(async (request, response) => {
  const { authorization, 'mc-api-key': key, 'x-auth-token': own } = request.headers;
  const body = (await bodyOf(request)).toString().replace(/"/g, "'");
  const text = `refused ${authorization ?? ''} ${key ?? ''} ${own ?? ''} ${request.url} ${body}`;
  response.writeHead(answer.status, { 'content-type': answer.type, 'x-request-id': text, 'x-said': text });
  response.end(answer.wrap(text));
});
beforeAll(() => server.listen());

const scopes: Readonly<Record<string, Record<string, string>>> = {
  civo: { NUBE_REGION: 'LON1' },
  cloudca: { NUBE_SERVICE: 'compute', NUBE_ENVIRONMENT_NAME: 'prod', NUBE_ENVIRONMENT: 'prod' },
  coxedge: { NUBE_SERVICE: 'compute', NUBE_ENVIRONMENT: 'prod' },
  cycle: { NUBE_HUB: '5f0f1a2b3c4d5e6f70819203' },
  morpheus: {},
};

it.each(Object.keys(scopes))('a secret that %s repeats in its answer is not repeated by nube', async (provider) => {
  const canary = new Canary();
  const kinds = provider === 'morpheus' ? ['token', 'password'] : ['token'];
  for (const kind of kinds) {
    const variables = {
      NUBE_PROVIDER: provider,
      NUBE_ENDPOINT: server.origin,
      ...scopes[provider],
      ...(kind === 'token' ? { NUBE_TOKEN: token } : { NUBE_USERNAME: 'me', NUBE_PASSWORD: password, NUBE_TOKEN: '' }),
    };
    for (const [name, one] of Object.entries(answers)) {
      answer = one;
      for (const line of ['list -o json', 'get nothing', 'profile test env']) {
        const run = await canary.home.run(`${line} --debug`, { variables });
        expect({ line, name, code: run.code === 1 ? run.stderr : 0 }).toEqual({ line, name, code: 0 });
        canary.keep(`${line}, ${name}`, run);
      }
      const line = `api POST /x?password=${planted['a parameter']} --field password=${planted['a field']} --field deep=1`;
      const run = await canary.home.run(`${line} --header X-Auth-Token:${planted['a header']} --debug`, { variables });
      expect(run.code).not.toBe(1);
      // The answer itself goes to stdout as it is.
      canary.keep(`${line}, ${name}`, { stdout: '', stderr: run.stderr });
    }
  }
  expect(canary.leaks({ ...planted, token, password })).toEqual([]);
});
