import { type Guards, settingNames } from '../profile';
import type { SandboxStatusRow } from '../store';
import { kinds } from './instances';
import { boolean, count, exact, mapping, nullable, oneOf, type Schema, type Shape, string, strings } from './schema';

const absent = nullable(string);

const list = (items: Schema): Schema => ({ type: 'array', items });

const profile = { profile: string, provider: string, id: string, name: string };

const guards: Record<keyof Guards, Schema> = {
  readOnly: boolean,
  protect: strings,
  maxTargets: count,
  confirm: oneOf(['typed']),
};

const setting = exact({}, Object.fromEntries(settingNames.map((name) => [name, string])));

const status: Record<keyof SandboxStatusRow | 'id' | 'name', Schema> = {
  id: string,
  name: string,
  provider: string,
  file: string,
  instances: count,
  sizeBytes: count,
  states: mapping(count),
};

const capability = {
  provider: string,
  title: string,
  verb: string,
  supported: boolean,
  limit: absent,
  reason: absent,
};

const explanation = {
  id: string,
  name: string,
  code: string,
  kind: oneOf(kinds),
  exitCode: { type: 'integer', minimum: 1 },
  cause: string,
  remedy: string,
};

/** nube's own affairs. */
export const setupShapes = {
  profiles: {
    title: 'The stored profiles',
    prints: 'array',
    row: exact({
      ...profile,
      default: boolean,
      region: absent,
      endpoint: absent,
      credential: string,
      guards: { type: 'array', items: oneOf(Object.keys(guards)) },
    }),
  },
  profile: {
    title: 'One profile, without its secrets',
    prints: 'object',
    row: exact(
      {
        ...profile,
        settings: setting,
        token: absent,
        password: absent,
        guards: exact({}, guards),
        defaults: mapping(string),
        from: mapping(string),
      },
      { default: boolean },
    ),
  },
  profileTests: {
    title: 'Whether each profile’s credential is accepted',
    prints: 'array',
    row: exact({ ...profile, status: oneOf(['succeeded', 'failed']), account: absent, error: absent }),
  },
  profileImports: {
    title: 'What other tools have left, and what became of it',
    prints: 'array',
    row: exact({
      ...profile,
      tool: oneOf(['civo', 'morpheus', 'terraform', 'variables']),
      from: string,
      region: absent,
      endpoint: absent,
      credential: string,
      account: absent,
      status: oneOf(['found', 'created', 'unchanged', 'failed']),
      error: absent,
    }),
  },
  doctor: {
    title: 'The set-up, and what is wrong with it',
    prints: 'object',
    row: exact({
      status: oneOf(['ok', 'warning', 'error']),
      version: string,
      node: string,
      platform: string,
      settings: list(exact({ setting: string, value: string, from: string, problem: absent })),
      files: list(exact({ what: string, path: string, exists: boolean, mode: absent })),
      profiles: list(
        exact({
          ...profile,
          endpoint: absent,
          settings: setting,
          credential: string,
          credentialChangedAt: absent,
          credentialExpiresAt: absent,
          reachable: nullable(boolean),
          account: absent,
          clockSkewSeconds: nullable({ type: 'integer' }),
          proxy: absent,
          caFile: absent,
          insecure: boolean,
          guards: list(oneOf(Object.keys(guards))),
          error: absent,
        }),
      ),
      ssh: absent,
      proxies: mapping(string),
      authorities: absent,
      completion: list(exact({ shell: string, installed: absent })),
      sandbox: exact({ directory: string, started: boolean }),
      openOperations: nullable(count),
      problems: list(exact({ severity: oneOf(['error', 'warning']), about: string, message: string, hint: absent })),
      unchecked: strings,
    }),
  },
  capabilities: { title: 'What each provider can do', prints: 'array', row: exact(capability) },
  sandboxStatus: { title: 'The state of each emulator', prints: 'array', row: exact(status) },
  sandboxServers: {
    title: 'How to reach the emulators: the settings of each profile',
    prints: 'object',
    row: exact({ providers: mapping(mapping(string)) }),
  },
  explanations: { title: 'The errors, each with cause and remedy', prints: 'array', row: exact(explanation) },
  explanation: { title: 'For one code: the error with cause and remedy', prints: 'object', row: exact(explanation) },
  schemas: {
    title: 'The schemas there are',
    prints: 'array',
    row: exact({ id: string, name: string, prints: strings, version: count, title: string }),
  },
  schema: {
    title: 'With a name: that schema',
    prints: 'object',
    row: { type: 'object', required: ['$schema', '$id'] },
  },
  answer: { title: 'The provider’s own answer as it stands', prints: 'object', row: {} },
  text: { title: 'Text, whatever the format', prints: 'text' },
  nothing: { title: 'Nothing', prints: 'nothing' },
} as const satisfies Record<string, Shape>;
