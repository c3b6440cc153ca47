import type { Connection, Context } from '../../core/context';
import type { Choice, Driver, Session, SettingDefinition } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { nearest } from '../../core/nearest';
import { type Profile, type SettingName, type Settings, settingNames } from '../../core/profile';

/** The account that accepts the profile's credential, by the cheapest call there is. Throws what the provider says. */
export async function verifyCredential(context: Context, profile: Profile): Promise<string | null> {
  const { driver, session } = await context.connect(profile, { incomplete: true });
  return driver.verify(session);
}

/**
 * The profile with a region as the provider spells it and, where somebody is there to answer, with what it lacks from
 * live choices; `every` asks for the settings that may be left out, too. Throws `missing_argument` where something is
 * still missing.
 */
export async function completeSettings(context: Context, profile: Profile, every = false): Promise<Profile> {
  const connection = await context.connect(profile, { incomplete: true });
  const { driver } = connection;
  let settings = await identified(connection, await matchedRegion(connection, profile.settings));
  for (const [name, definition] of questionsOf(driver)) {
    if (settings[name] !== undefined || !context.ask.available) continue;
    if (definition.required !== true && (!every || definition.choices === undefined)) continue;
    const { session } = await context.connect({ ...profile, settings }, { incomplete: true });
    const value = await askFor(context, session, definition);
    if (value !== null) settings = { ...settings, [name]: value };
  }
  const whole = { ...profile, settings };
  requireSettings(driver, whole);
  return whole;
}

/** The definitions of the settings, those that nothing works without first. */
function questionsOf(driver: Driver): [SettingName, SettingDefinition][] {
  const all = Object.entries(driver.settings) as [SettingName, SettingDefinition][];
  return all
    .filter(([name]) => name !== 'endpoint')
    .sort(([a], [b]) => settingNames.indexOf(a) - settingNames.indexOf(b))
    .sort(([, a], [, b]) => Number(b.required ?? false) - Number(a.required ?? false));
}

/** What is chosen, or null for what may be left out and is. */
async function askFor(context: Context, session: Session, definition: SettingDefinition): Promise<string | null> {
  const { summary, required, choices } = definition;
  const live = await liveChoices(context, session, choices);
  const question = summary.replace(/\.$/, '');
  if (required === true) {
    const [only] = live;
    if (only !== undefined && live.length === 1) {
      context.note(`${question}: ${only.name}, the only one there is`);
      return only.value;
    }
    return live.length > 0 ? context.ask.select(question, live) : context.ask.text(question);
  }
  if (live.length < 2) return null;
  const none: Choice = { value: '', name: 'all of them' };
  return (await context.ask.select(question, [none, ...live])) || null;
}

/** What there is to choose from; none where the provider does not tell, for then it can still be typed or left out. */
async function liveChoices(context: Context, session: Session, choices: SettingDefinition['choices']) {
  try {
    return (await choices?.(session)) ?? [];
  } catch (thrown) {
    const error = toCliError(thrown);
    if (error.kind === 'interrupted' || error.kind === 'internal') throw error;
    context.note(`There is no list to choose from: ${error.message}`);
    return [];
  }
}

/** Throws `missing_argument` where a setting is missing that nothing works without. */
export function requireSettings(driver: Driver, { settings }: Profile): void {
  const missing = Object.entries(driver.settings).flatMap(([name, definition]) =>
    definition.required === true && settings[name as SettingName] === undefined ? [`--${name}`] : [],
  );
  if (missing.length > 0) {
    throw new CliError('missing_argument', `A ${driver.title} profile needs ${missing.join(', ')}`, {
      hint: `nube help profile add; at a terminal it asks.`,
    });
  }
}

/** Kept by its id, what was given by name need not be looked up before each call. */
async function identified({ driver, session }: Connection, settings: Settings): Promise<Settings> {
  const all = Object.entries(settings).map(async ([name, value]) => {
    const definition = driver.settings[name as SettingName];
    return [name, (await definition?.identify?.(session, value)) ?? value] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

/** A region is matched ignoring case here; later it is sent as the provider spells it. */
async function matchedRegion({ driver, session }: Connection, settings: Settings): Promise<Settings> {
  const { region } = settings;
  const choices = region === undefined ? undefined : await driver.settings.region?.choices?.(session);
  if (region === undefined || choices === undefined) return settings;
  const found = choices.find(({ value }) => value.toLowerCase() === region.toLowerCase());
  if (found === undefined) {
    const guess = nearest(
      region,
      choices.map(({ value }) => value),
    );
    throw new CliError('resource_not_found', `${driver.title} has no region ${JSON.stringify(region)}`, {
      hint: guess === null ? `It has ${choices.map(({ value }) => value).join(', ')}.` : `Did you mean ${guess}?`,
    });
  }
  return { ...settings, region: found.value };
}
