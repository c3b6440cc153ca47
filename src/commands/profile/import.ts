import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import { CliError, toCliError } from '../../core/errors';
import { choice, flag, text } from '../../core/option';
import type { Profile, SecretSource } from '../../core/profile';
import { listing } from '../../core/read';
import { completeSettings, verifyCredential } from './complete';
import { findForeign, readForeign } from './foreign/findForeign';
import { type Found, tools } from './foreign/found';
import { freeName } from './freeName';
import { profileRows, shownAddress } from './stored';

interface ImportRow {
  profile: string;
  provider: string;
  id: string;
  name: string;
  tool: string;
  from: string;
  region: string | null;
  endpoint: string | null;
  credential: string;
  account: string | null;
  status: 'found' | 'created' | 'unchanged' | 'failed';
  error: string | null;
}

interface Candidate {
  found: Found;
  profile: Profile;
  /** A profile with the same credential, which makes this one needless. */
  same: string | null;
}

export const profileImport = defineCommand({
  name: 'profile import',
  group: 'set up',
  output: ['profileImports'],
  summary: 'make profiles of what other tools have left',
  description:
    'Looks at the files of the civo and morpheus CLIs, and at the variables of the providers’ tools and of Terraform. Shows what it found and asks which to take; --yes takes all. A profile that is there already is never changed: another name is proposed.',
  options: {
    from: choice('from', tools, 'look only there'),
    file: text('file', 'PATH', 'read this file: of a CLI, or Terraform’s with a provider in it', { completes: 'file' }),
    keychain: flag('keychain', 'keep copied tokens in the system’s keychain, not in the configuration file'),
    noVerify: flag('no-verify', 'keep them without checking'),
  },
  mutating: ['yes', 'dry-run'],
  examples: [
    { line: 'nube profile import --dry-run', does: 'show what there is, secrets hidden' },
    { line: 'nube profile import --from civo --yes', does: 'take every key of the civo CLI' },
    { line: 'nube profile import --file infra/main.tf', does: 'read a provider block of Terraform' },
  ],
  async run(context, { options }) {
    const wanted = options.from === undefined ? tools : [options.from];
    const { found, warnings } =
      options.file === undefined
        ? await findForeign(context, wanted)
        : await readForeign(context, options.file, wanted);
    for (const warning of warnings) context.warn('foreign_file', `${warning}.`);
    const candidates = await named(context, found);
    if (context.options.dryRun)
      return rowsOf(candidates.map((one) => rowOf(one, one.same === null ? 'found' : 'unchanged')));
    const fresh = candidates.filter(({ same }) => same === null);
    const taken = await chosen(context, fresh);
    const failures: CliError[] = [];
    const rows = new Map<Candidate, ImportRow>();
    const checked = await Promise.all(
      taken.map(async (one) => {
        if (options.noVerify === true) return { one, account: null, error: null };
        try {
          return { one, account: await verifyCredential(context, one.profile), error: null };
        } catch (thrown) {
          return { one, account: null, error: toCliError(thrown) };
        }
      }),
    );
    const store = await context.store();
    for (const { one, account, error } of checked) {
      try {
        if (error !== null) throw error;
        const profile = options.noVerify === true ? one.profile : await completeSettings(context, one.profile);
        const kept = await store.add(profile, { keychain: options.keychain === true && isPlain(profile.token) });
        rows.set(one, { ...rowOf({ ...one, profile: kept }, 'created'), account });
      } catch (thrown) {
        const failure = toCliError(thrown);
        if (failure.kind === 'interrupted') throw failure;
        const { name: profile, provider } = one.profile;
        const hint = `nube profile add ${profile} --provider ${provider}`;
        failures.push(new CliError(failure.code, failure.message, { ...failure.details, profile, provider, hint }));
        rows.set(one, { ...rowOf(one, 'failed'), error: failure.message });
      }
    }
    const kept = [...rows.values()].filter(({ status }) => status === 'created');
    if (kept.length > 0) {
      context.note(`Kept in ${store.file}, which only you can read: ${kept.map(({ name }) => name).join(', ')}.`);
      context.note('Next: nube list');
    }
    const shown = candidates.flatMap((one) => rows.get(one) ?? (one.same === null ? [] : [rowOf(one, 'unchanged')]));
    return rowsOf(shown, failures);
  },
});

/** Each with a name that is free, and whether the credential is kept already. */
async function named(context: Context, found: readonly Found[]): Promise<Candidate[]> {
  const stored = await (await context.store()).list();
  const taken = new Set(stored.map(({ name }) => name));
  return found.map((one) => {
    const { provider, settings, token, password } = one;
    const same = stored.find(
      (profile) =>
        profile.provider === provider &&
        (profile.token ?? profile.password) === (token ?? password) &&
        (profile.settings.endpoint ?? null) === (settings.endpoint ?? null),
    );
    const name = same?.name ?? freeName(one.name, provider, taken);
    taken.add(name);
    return {
      found: one,
      profile: { name, provider, settings, token, password, guards: {}, defaults: {} },
      same: same?.name ?? null,
    };
  });
}

/** Those to take: all with --yes, those that are ticked at a terminal. */
async function chosen(context: Context, fresh: readonly Candidate[]): Promise<readonly Candidate[]> {
  if (fresh.length === 0 || context.options.yes) return fresh;
  if (!context.ask.available) {
    throw new CliError('confirmation_required', `profile import found ${fresh.length} and asks which to take`, {
      hint: 'Give --yes to take all; --dry-run shows them.',
    });
  }
  const names = await context.ask.choose(
    'Which of these are to be profiles?',
    fresh.map(({ profile, found }) => ({
      value: profile.name,
      name: `${profile.name}: ${profile.provider}, ${found.from}, token ${maskedSource(profile)}`,
    })),
  );
  return fresh.filter(({ profile }) => names.includes(profile.name));
}

const isPlain = (source: SecretSource | null): boolean => source?.startsWith('plain:') === true;

function maskedSource({ token, password }: Profile): string {
  const source = token ?? password;
  return isPlain(source) ? '********' : (source ?? 'none');
}

function rowOf({ profile, found }: Candidate, status: ImportRow['status']): ImportRow {
  const { name, provider, settings } = profile;
  return {
    profile: name,
    provider,
    id: name,
    name,
    tool: found.tool,
    from: found.from,
    region: settings.region ?? null,
    endpoint: settings.endpoint === undefined ? null : shownAddress(settings.endpoint),
    credential: maskedSource(profile),
    account: null,
    status,
    error: null,
  };
}

function rowsOf(rows: readonly ImportRow[], failures: readonly CliError[] = []) {
  const leading = ['name', 'provider', 'status', 'credential', 'from', 'error'];
  const empty = 'Nothing that is not here already. nube profile add connects an account.';
  return listing(rows, { leading, empty, view: profileRows(rows, leading) }, failures, rows.length);
}
