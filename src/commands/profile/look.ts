import { defineCommand } from '../../core/command';
import { CliError, toCliError } from '../../core/errors';
import { flag } from '../../core/option';
import { listing } from '../../core/read';
import { credentialOf, nameArgument, profileRows, shown, shownAddress, stored } from './stored';

export const profileList = defineCommand({
  name: 'profile list',
  output: 'profiles',
  group: 'set up',
  summary: 'show the profiles',
  examples: [{ line: 'nube profile list', does: 'every stored profile' }],
  async run(context) {
    const store = await context.store();
    const selected = await store.selected();
    const rows = (await store.list()).map(({ name, provider, settings, token, password, guards }) => ({
      profile: name,
      provider,
      id: name,
      name,
      default: selected?.includes(name) ?? false,
      region: settings.region ?? null,
      endpoint: settings.endpoint === undefined ? null : shownAddress(settings.endpoint),
      credential: credentialOf({ token, password }),
      guards: Object.keys(guards),
    }));
    const leading = ['name', 'provider', 'default', 'region', 'endpoint', 'credential', 'guards'];
    const empty = 'No profiles. Add one with nube profile add, or try nube --sandbox list.';
    return listing(rows, { leading, view: profileRows(rows, leading), empty });
  },
});

export const profileGet = defineCommand({
  name: 'profile get',
  output: 'profile',
  view: 'object',
  group: 'set up',
  summary: 'show one profile, without its secrets',
  arguments: [nameArgument],
  examples: [{ line: 'nube profile get work', does: 'its settings and where each comes from' }],
  async run(context, { words: [name = ''] }) {
    const store = await context.store();
    const selected = await store.selected();
    const profile = await stored(context, name);
    return shown(context, profile, selected?.includes(name) ?? false);
  },
});

export const profileTest = defineCommand({
  name: 'profile test',
  output: 'profileTests',
  group: 'set up',
  summary: 'check the credentials of profiles',
  arguments: [{ ...nameArgument, required: false, many: true }],
  options: { everyProfile: flag('all', 'check every profile') },
  examples: [{ line: 'nube profile test --all', does: 'check each, side by side' }],
  async run(context, { words, options }) {
    const all = await (await context.store()).list();
    if (words.length === 0 && options.everyProfile !== true) {
      throw new CliError('missing_argument', 'Give the names of profiles, or --all');
    }
    const profiles =
      options.everyProfile === true ? all : await Promise.all(words.map((name) => stored(context, name)));
    const failures: CliError[] = [];
    const rows = await Promise.all(
      profiles.map(async (profile) => {
        const named = { profile: profile.name, provider: profile.provider, id: profile.name, name: profile.name };
        try {
          const { driver, session } = await context.connect(profile);
          return { ...named, status: 'succeeded', account: await driver.verify(session), error: null };
        } catch (thrown) {
          const error = toCliError(thrown).with({ profile: profile.name, provider: profile.provider });
          failures.push(error);
          return { ...named, status: 'failed', account: null, error: error.message };
        }
      }),
    );
    const leading = ['name', 'provider', 'status', 'account', 'error'];
    const view = profileRows(rows, leading);
    return listing(rows, { leading, view, empty: 'No profiles.' }, failures, rows.length);
  },
});
