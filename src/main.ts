import { openContext } from './context';
import type { Command } from './core/command';
import type { Context } from './core/context';
import { CliError, summarise, toCliError } from './core/errors';
import { parseFilter } from './core/filter';
import { shellWord } from './core/shell';
import { shownLine } from './core/shownLine';
import type { Output, RowsOutput } from './core/view';
import { type DirectoryFile, readDirectoryFile } from './directoryFile';
import { hold } from './hold';
import { type Interruption, listenForInterruption } from './interruption';
import type { System } from './io/system';
import { ReaderLeft } from './io/writeAll';
import { isOn } from './isOn';
import { knownCommands } from './knownCommands';
import { plainlyInterrupted } from './plainlyInterrupted';
import { type Given, hinted, parse, type Request, withHint } from './program';
import type { RenderSettings } from './render/settings';
import {
  commonOf,
  type DefaultLayer,
  type Layer,
  type PrintSettings,
  printSettingsOf,
  variableLayers,
  withDefaults,
} from './settings';
import { findStepOutputFile, type StepOutputFile, writeStepOutput } from './stepOutputFile';
import { version } from './version';
import { createVoice, settleVoice, type Voice } from './voice';

/**
 * The whole program as one function: runs a command line against a system and answers with the exit code. Never
 * throws and never ends the process.
 */
export async function main(line: readonly string[], system: System): Promise<number> {
  const interruption = listenForInterruption(system);
  const voice = createVoice(line, system);
  try {
    const request = await parse(line, knownCommands);
    if (request.kind !== 'run') {
      system.output.write(await textOf(request, system));
      return 0;
    }
    return await runRequest(request, { line, system, voice, interruption });
  } catch (thrown) {
    if (thrown instanceof ReaderLeft) return 0;
    return voice.error(endedBy(interruption, toCliError(thrown)));
  } finally {
    interruption.end();
  }
}

/** What a call is made of before its command is known to run. */
interface Beginning {
  line: readonly string[];
  system: System;
  voice: Voice;
  interruption: Interruption;
}

/** A failure that an interruption has brought about has its exit code. */
function endedBy(interruption: Interruption, failure: CliError): CliError {
  const by = interruption.by();
  if (by === null || failure.kind === 'internal') return failure;
  const error = plainlyInterrupted(failure, interruption.call);
  const details = { ...error.details, exitCode: undefined };
  if (by === 'SIGTERM') return new CliError('terminated', error.message, details);
  return error.kind === 'interrupted' ? error : new CliError('interrupted', error.message, details);
}

async function textOf(request: Exclude<Request, { kind: 'run' }>, system: System): Promise<string> {
  if (request.kind === 'version') return `${version}\n`;
  const { commandHelp, familyHelp, pipeWidth, rootHelp } = await import('./help');
  const width = Math.min(system.output.columns ?? pipeWidth, 120);
  if (request.command !== null) return commandHelp(request.command, width);
  return request.family === null ? rootHelp(knownCommands, width) : familyHelp(request.family, knownCommands);
}

async function runRequest(
  { command, words, rest, passed, given: typed }: Extract<Request, { kind: 'run' }>,
  beginning: Beginning,
): Promise<number> {
  const { system, voice, interruption } = beginning;
  interruption.call.changes = command.takes.mutating.length > 0;
  const sandbox = typed.common.sandbox === true || isOn(system.variable('NUBE_SANDBOX')) || command.name === 'demo';
  const directoryFile = sandbox ? null : readDirectoryFile(system.workingDirectory);
  const layers = [
    ...(sandbox ? [] : variableLayers(system.variable)),
    { from: directoryFile?.file ?? '.nube', layer: directoryLayer(directoryFile) },
  ];
  let given = withDefaults(command, typed, layers);
  const open = async (current: Given) => {
    const print = printSettingsOf(current, typed);
    await settleVoice(voice, system, { ...print, quiet: current.common.quiet === true });
    const shown = () => shownLine(beginning.line, command.options);
    return openContext(
      callOf(beginning, { sandbox, directoryFile, given: current, print, typed, layers, shownLine: shown }),
    );
  };
  let opened = await open(given);
  const stored = await storedLayers(opened, command);
  if (stored.length > 0) {
    await opened.close();
    given = withDefaults(command, typed, [...layers, ...stored]);
    opened = await open(given);
  }
  const { context } = opened;
  const print = printSettingsOf(given, typed);
  try {
    withHint(command, words, () => command.check?.(given.own));
    noteDirectoryFile(directoryFile, context, print);
    const { checkRender } = await import('./render/checkRender');
    const settings = await renderSettings(print, system);
    const view = typeof command.view === 'function' ? command.view(given.own) : command.view;
    await checkRender(view ?? null, settings);
    const look = async () => {
      try {
        return await command.run(context, { words, rest, passed, options: given.own });
      } catch (thrown) {
        throw hinted(command, words, thrown);
      }
    };
    if (command.watches === true && given.own.watch === true) {
      if (given.common.stepOutput === true)
        throw new CliError('conflicting_options', '--step-output hands on one result, and --watch gives many');
      const error = await watched(look, context, given, settings, system);
      return error === null ? 0 : voice.error(endedBy(interruption, error));
    }
    const step = given.common.stepOutput === true ? findStepOutputFile(system) : null;
    const output = await printed(step === null ? await look() : await hold(await look()), settings, system);
    if (step !== null) await handOn(step, output, settings, voice);
    if (command.takes.mutating.length > 0) await opened.keep(output);
    const error = failureOf(output, settings);
    if (error !== null) return voice.error(endedBy(interruption, error));
    return output.kind === 'written' ? output.code : 0;
  } finally {
    await opened.close();
  }
}

/** Writes the result for the further steps of a CI system; by then it has been printed. */
async function handOn(step: StepOutputFile, output: Output, { query }: RenderSettings, voice: Voice): Promise<void> {
  const leftOut = await writeStepOutput(step, output, query);
  if (leftOut.length > 0)
    voice.warn('step_output', `${step.file} has no room for ${leftOut.join(', ')}; --query makes it smaller.`);
}

/** Prints an output; a reader who leaves misses the rest of it, and nothing else changes. */
async function printed(output: Output, settings: RenderSettings, system: System): Promise<Output> {
  const { render } = await import('./render/render');
  const told = output.kind === 'rows' ? { ...output, rows: tellSeveral(output.rows, system) } : output;
  try {
    await render(told, settings, { write: (chunk) => system.output.write(chunk as string | Buffer) });
  } catch (thrown) {
    if (!(thrown instanceof ReaderLeft)) throw unwritten(thrown);
  }
  return output;
}

/** The disk behind a redirect is full: nothing that nube could have known. */
function unwritten(thrown: unknown): unknown {
  const { code, syscall } = thrown as NodeJS.ErrnoException;
  if (syscall !== 'write' || (code !== 'ENOSPC' && code !== 'EDQUOT')) return thrown;
  return new CliError('internal', 'The output could not be written: the disk is full', {
    hint: 'Free some space; what was changed by now stays changed.',
    cause: thrown,
  });
}

/** The same rows; the system is told when a second portion comes. */
function tellSeveral(rows: RowsOutput['rows'], { severalPortions }: System): RowsOutput['rows'] {
  if (severalPortions === undefined || !(Symbol.asyncIterator in rows)) return rows;
  return (async function* () {
    let count = 0;
    for await (const portion of rows) {
      count += 1;
      if (count === 2) await severalPortions();
      yield portion;
    }
  })();
}

async function watched(
  look: () => Promise<Output>,
  { now, sleep, interrupted, warn }: Context,
  given: Given,
  settings: RenderSettings,
  system: System,
): Promise<CliError | null> {
  const { watch } = await import('./watch');
  const until = ((given.own.until ?? []) as readonly string[]).map(parseFilter);
  const write = (text: string) => system.output.write(text);
  const failures = await watch({
    look,
    until,
    settings,
    write,
    sleep,
    interrupted,
    warn,
    now,
    height: system.output.rows,
  });
  if (interrupted.aborted) return new CliError('interrupted', 'Stopped watching');
  return failures[0] ?? null;
}

function directoryLayer(file: DirectoryFile | null): Layer {
  return file?.columns == null ? {} : { columns: file.columns };
}

/** The defaults of the profile, where it is the only one looked at, and under them those for every profile. */
async function storedLayers({ context }: ReturnType<typeof openContext>, { name, group, takes }: Command) {
  if (group === 'set up' || group === 'understand') return [];
  const [only, ...others] = await context.chosen().catch(() => []);
  const common = await (await context.store()).defaults().catch(() => ({}));
  // A default meant for one changing verb must not slip into another that has an option of the same name.
  const own = takes.mutating.length === 0 || name === 'create';
  return [
    { from: `The profile ${only?.name}`, layer: others.length > 0 ? {} : (only?.defaults ?? {}), own },
    { from: 'profile set --global', layer: common, own },
  ].filter(({ layer }) => Object.keys(layer).length > 0);
}

function noteDirectoryFile(file: DirectoryFile | null, { warn }: Context, print: PrintSettings): void {
  if (file === null) return;
  for (const ignored of file.ignored)
    warn('directory_file', `${file.file}: ${JSON.stringify(ignored)} means nothing there and is ignored`);
  const { columns } = file;
  if (columns !== null && print.columns !== null && !print.columnsGiven)
    warn('directory_file', `${file.file} gives the columns ${columns}.`);
}

interface CallParts {
  sandbox: boolean;
  directoryFile: DirectoryFile | null;
  given: Given;
  print: PrintSettings;
  typed: Given;
  layers: readonly DefaultLayer[];
  shownLine(): readonly string[];
}

function callOf({ line, system, voice, interruption }: Beginning, parts: CallParts): Parameters<typeof openContext>[0] {
  const { given } = parts;
  return {
    ...parts,
    system,
    line,
    options: commonOf(given),
    json: voice.json,
    colour: voice.colour,
    signal: interruption.signal,
    sending: () => {
      interruption.call.sent = true;
    },
    version,
    unattended: isOn(system.variable('CI')),
    connectTimeoutMs: given.common.connectTimeout as number | undefined,
    requestTimeoutMs: given.common.requestTimeout as number | undefined,
    warn: voice.warn,
    note: voice.note,
    debug: voice.debug,
    called: ({ profile, id }, reference) => {
      // An instance that gets another name is not found by the one that was typed.
      const renames = given.own.name !== undefined || given.own.hostname !== undefined;
      if (!renames) voice.replacing(`${profile}/${id}`, shellWord(reference));
    },
    tour: async () => (await import('./tour')).openTour(system, main),
  };
}

async function renderSettings(print: PrintSettings, system: System): Promise<RenderSettings> {
  const { wantsColour } = await import('./render/colour');
  const { isTerminal: terminal, columns: width } = system.output;
  const colour = wantsColour({ option: print.color ?? undefined, variable: system.variable, terminal });
  return { ...print, width, colour, now: system.now() };
}

/** The error that an output with failures ends in, or null. */
function failureOf(output: Output, { format }: RenderSettings): CliError | null {
  if (output.kind === 'bytes') return output.error;
  if (output.kind === 'object') {
    const { failures = [], attempted = () => failures.length, what = 'checks' } = output;
    if (failures.length === 0) return null;
    const error = summarise(failures, attempted(), what);
    if (output.tells !== true || !(format === null || format === 'table' || format === 'wide')) return error;
    return new CliError(error.code, `${failures.length} ${failures.length === 1 ? 'problem' : 'problems'}; see above`);
  }
  if ((output.kind !== 'rows' && output.kind !== 'written') || output.failures.length === 0) return null;
  return summarise(output.failures, output.attempted(), output.what);
}
