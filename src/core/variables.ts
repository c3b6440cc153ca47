import type { Driver } from './driver';
import { type Profile, type SecretSource, type SettingName, settingNames } from './profile';

const ownNames: Readonly<Partial<Record<SettingName, string>>> = {
  endpoint: 'NUBE_ENDPOINT',
  region: 'NUBE_REGION',
  service: 'NUBE_SERVICE',
  environment: 'NUBE_ENVIRONMENT',
  org: 'NUBE_ORG',
  hub: 'NUBE_HUB',
  container: 'NUBE_CONTAINER',
  group: 'NUBE_GROUP',
  cloud: 'NUBE_CLOUD',
  username: 'NUBE_USERNAME',
  'ca-file': 'NUBE_CA_FILE',
};

/** What the environment says about a connection: nube's own variables first, then those of the provider's other tools. */
export function readVariables(
  { variables }: Driver,
  variable: (name: string) => string | undefined,
): Pick<Profile, 'settings' | 'token' | 'password'> {
  const firstSet = (...names: readonly (string | readonly string[] | undefined)[]) =>
    names.flatMap((name) => name ?? []).find((name) => variable(name) !== undefined);
  const source = (name: string | undefined): SecretSource | null => (name === undefined ? null : `env:${name}`);
  const settings: Partial<Record<SettingName, string>> = {};
  for (const name of settingNames) {
    const found = firstSet(ownNames[name], variables[name]);
    if (found !== undefined) settings[name] = variable(found) as string;
  }
  return {
    settings,
    token: source(firstSet('NUBE_TOKEN', variables.token)),
    password: source(firstSet('NUBE_PASSWORD', variables.password)),
  };
}
