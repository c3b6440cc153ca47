import type { Context } from '../../core/context';
import type { Driver } from '../../core/driver';
import type { Profile, SecretSource } from '../../core/profile';
import { wordList } from './wordList';

/** Where the credential is, and whether a plain one is to go into the keychain. */
export interface ReadSecrets extends Pick<Profile, 'token' | 'password'> {
  keychain: boolean;
  /** The place that somebody was asked for, and so can be asked again; null where nobody was. */
  asked: Place | null;
}

interface Asked {
  password: boolean;
  /** Where it is to be kept, where that is known already. */
  place: Place | null;
  /** What was given before was not accepted. */
  again?: boolean;
}

/** Tells where the credential is found, and asks for it: where it is to be kept, and then what it is, hidden. */
export async function askSecret(
  context: Context,
  driver: Driver,
  { password, place: known, again = false }: Asked,
): Promise<ReadSecrets> {
  const what = password ? 'password' : 'token';
  if (!password && !again) context.note(driver.tokenHelp);
  const place = known ?? (await askPlace(context, what));
  const source = await sourceFor(context, driver, place, what);
  return {
    token: password ? null : source,
    password: password ? source : null,
    keychain: place === 'keychain',
    asked: place,
  };
}

/** Where a credential can be kept. */
export type Place = 'plain' | 'keychain' | 'env' | 'file' | 'command';

/** Where a secret is to be kept; only a token can go into the keychain, and only where there is one. */
async function askPlace(context: Context, what: 'token' | 'password'): Promise<Place> {
  const machine = await context.machine();
  const places: { value: Place; name: string }[] = [
    { value: 'plain', name: 'here: in the configuration file, which only you can read' },
    { value: 'env', name: 'in a variable, read each time' },
    { value: 'file', name: 'in a file of its own, read each time' },
    { value: 'command', name: 'with a password manager: a command that prints it, run each time' },
  ];
  const keychain = { value: 'keychain' as const, name: 'in the keychain of this machine' };
  const all = what === 'token' && machine.keychain ? [keychain, ...places] : places;
  return (await context.ask.select(`Where is the ${what} to be kept?`, all)) as Place;
}

async function sourceFor(context: Context, driver: Driver, place: Place, what: 'token' | 'password') {
  const { ask } = context;
  switch (place) {
    case 'env': {
      const usual = driver.variables[what]?.[0] ?? `NUBE_${what.toUpperCase()}`;
      const isVariable = (name: string) => /^[A-Za-z_]\w*$/.test(name.trim()) || 'Letters, digits and underlines';
      const name = await ask.text('Name of the variable', { default: usual, validate: isVariable });
      return `env:${name.trim()}` satisfies SecretSource;
    }
    case 'file':
      return `file:${context.absolutePath((await ask.text('Path of the file')).trim())}` satisfies SecretSource;
    case 'command': {
      const command = await ask.text('The command, for example pass show civo');
      return `command:${wordList(context, command)}` satisfies SecretSource;
    }
    default:
      return `plain:${(await ask.secret(what === 'token' ? 'Token' : 'Password')).trim()}` satisfies SecretSource;
  }
}
