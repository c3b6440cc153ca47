import type { Context } from '../../core/context';
import type { Driver } from '../../core/driver';
import { CliError } from '../../core/errors';
import { flag, type Options, text, type Values } from '../../core/option';
import type { Profile, SecretSource, Settings } from '../../core/profile';
import { askSecret, type ReadSecrets } from './askSecret';
import { wordList } from './wordList';

export const secretOptions = {
  token: text('token', 'TOKEN', 'the token itself (it stays in the shell’s history)'),
  tokenStdin: flag('token-stdin', 'read the token from standard input'),
  tokenEnv: text('token-env', 'NAME', 'read the token from this variable, each time'),
  tokenFile: text('token-file', 'PATH', 'read the token from this file, each time', { completes: 'file' }),
  tokenKeychain: flag('token-keychain', 'keep the token in the system’s keychain (asked for, or with --token-stdin)'),
  tokenCommand: text('token-command', 'WORDS', 'run this JSON list of words for the token, each time'),
  passwordStdin: flag('password-stdin', 'read the password from standard input'),
  passwordEnv: text('password-env', 'NAME', 'read the password from this variable, each time'),
  passwordCommand: text('password-command', 'WORDS', 'run this JSON list of words for the password, each time'),
  passwordFile: text('password-file', 'PATH', 'read the password from this file, each time', { completes: 'file' }),
} as const satisfies Options;

/** Where the credential is, from the options or from a hidden question. */
export async function readSecrets(
  context: Context,
  driver: Driver,
  settings: Settings,
  given: Values<typeof secretOptions>,
  around: Pick<Profile, 'token' | 'password'>,
): Promise<ReadSecrets> {
  const tokens: (SecretSource | null)[] = [
    given.token === undefined ? null : `plain:${given.token}`,
    given.tokenEnv === undefined ? null : `env:${given.tokenEnv}`,
    given.tokenFile === undefined ? null : `file:${context.absolutePath(given.tokenFile)}`,
    given.tokenCommand === undefined ? null : `command:${wordList(context, given.tokenCommand)}`,
    given.tokenStdin === true ? `plain:${(await context.readInput()).toString('utf8').trim()}` : null,
  ];
  const passwords: (SecretSource | null)[] = [
    given.passwordEnv === undefined ? null : `env:${given.passwordEnv}`,
    given.passwordFile === undefined ? null : `file:${context.absolutePath(given.passwordFile)}`,
    given.passwordCommand === undefined ? null : `command:${wordList(context, given.passwordCommand)}`,
    given.passwordStdin === true ? `plain:${(await context.readInput()).toString('utf8').trim()}` : null,
  ];
  if (given.token !== undefined) {
    context.warn(
      'token_in_arguments',
      'A token on the command line stays in the shell’s history; --token-stdin does not.',
    );
  }
  const token = only(tokens, '--token');
  const password = only(passwords, '--password');
  if (password !== null && driver.passwordSignIn !== true) {
    throw new CliError('option_not_available', `${driver.title} takes a token, not a password`);
  }
  const keychain = given.tokenKeychain === true;
  if (keychain && (password !== null || (token !== null && !token.startsWith('plain:')))) {
    throw new CliError('conflicting_options', 'Only a token that is typed or piped in goes into the keychain', {
      hint: 'Give --token-keychain alone to be asked for it, or --token-keychain --token-stdin.',
    });
  }
  if (token !== null || password !== null) return { token, password, keychain, asked: null };
  const found =
    around.token ?? (driver.passwordSignIn === true && settings.username !== undefined ? around.password : null);
  if (found !== null && !keychain) {
    context.note(`The credential is taken from ${found.slice(4)}, each time.`);
    return found === around.token
      ? { token: found, password: null, keychain, asked: null }
      : { token: null, password: found, keychain, asked: null };
  }
  if (!context.ask.available) {
    throw new CliError('missing_argument', 'profile add needs a credential', {
      hint: keychain
        ? 'Give --token-stdin beside --token-keychain.'
        : 'Give --token-stdin, --token-env NAME or --token-file PATH.',
    });
  }
  return askSecret(context, driver, {
    password: settings.username !== undefined && !keychain,
    place: keychain ? 'keychain' : null,
  });
}

function only(sources: readonly (SecretSource | null)[], family: string): SecretSource | null {
  const given = sources.filter((source) => source !== null);
  if (given.length > 1) throw new CliError('conflicting_options', `Only one of the ${family} options can be given`);
  const [source = null] = given;
  if (source === 'plain:') throw new CliError('invalid_value', 'The credential is empty');
  return source;
}
