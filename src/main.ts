import { commands } from './commands';
import { openContext } from './context';
import { CliError, type CliError as CliErrorType, exitCodes, summarise, toCliError } from './core/errors';
import { parseFilter } from './core/filter';
import type { Output } from './core/view';
import { ReaderLeft, type System } from './io/system';
import { type Given, parse, type Request } from './program';
import {
  commonOf,
  type DirectoryFile,
  isJson,
  type Layer,
  type PrintSettings,
  printSettingsOf,
  readDirectoryFile,
  variableLayer,
  wantsJson,
  withDefaults,
} from './settings';
import { version } from './version';

/**
 * The whole program as one function: runs a command line against a system and answers with the exit code. Never
 * throws and never ends the process.
 */
export async function main(line: readonly string[], system: System): Promise<number> {
  const interruption = new AbortController();
  let signalled: 'SIGINT' | 'SIGTERM' | null = null;
  const stopListening = system.onSignal((signal) => {
    if (signalled !== null) system.leave(signal === 'SIGINT' ? 130 : 143);
    signalled = signal;
    interruption.abort();
  });
  let json = wantsJson(line, system.variable);
  try {
    const request = parse(line, commands);
    if (request.kind !== 'run') {
      system.output.write(await textOf(request, system));
      return 0;
    }
    return await runRequest(request, line, system, interruption.signal, (format) => {
      json = isJson(format);
    });
  } catch (thrown) {
    if (thrown instanceof ReaderLeft) return 0;
    const error = signalled === 'SIGTERM' ? new CliError('terminated', 'Told to end') : toCliError(thrown);
    return report(error, system, json, line);
  } finally {
    stopListening();
  }
}

async function textOf(request: Exclude<Request, { kind: 'run' }>, system: System): Promise<string> {
  if (request.kind === 'version') return `${version}\n`;
  const { commandHelp, familyHelp, rootHelp } = await import('./help');
  const width = Math.min(system.output.columns ?? 100, 120);
  if (request.command !== null) return commandHelp(request.command, width);
  return request.family === null ? rootHelp(commands, width) : familyHelp(request.family, commands);
}

async function runRequest(
  { command, words, rest, passed, given: typed }: Extract<Request, { kind: 'run' }>,
  line: readonly string[],
  system: System,
  signal: AbortSignal,
  settled: (format: string | null) => void,
): Promise<number> {
  const sandbox = typed.common.sandbox === true || isOn(system.variable('NUBE_SANDBOX')) || command.name === 'demo';
  const directoryFile = sandbox ? null : readDirectoryFile(system.workingDirectory);
  const layers = [
    { from: 'A variable', layer: sandbox ? {} : variableLayer(system.variable) },
    { from: directoryFile?.file ?? '.nube', layer: directoryLayer(directoryFile) },
  ];
  let given = withDefaults(command, typed, layers);
  const open = (current: Given) => {
    const print = printSettingsOf(current, typed);
    settled(print.format);
    return openContext(callOf({ line, system, signal, sandbox, directoryFile, given: current, print }));
  };
  let opened = open(given);
  const own = await profileLayer(opened, command.group);
  if (own !== null) {
    await opened.close();
    given = withDefaults(command, typed, [...layers, own]);
    opened = open(given);
  }
  const { context } = opened;
  const print = printSettingsOf(given, typed);
  try {
    command.check?.(given.own);
    noteDirectoryFile(directoryFile, context);
    const { checkRender } = await import('./render/checkRender');
    const settings = await renderSettings(print, system);
    await checkRender(command.view ?? null, settings);
    const look = () => command.run(context, { words, rest, passed, options: given.own });
    if (given.own.watch === true) {
      const { watch } = await import('./watch');
      const { now, sleep, interrupted } = context;
      const until = ((given.own.until ?? []) as readonly string[]).map(parseFilter);
      const write = (text: string) => system.output.write(text);
      const failures = await watch({
        look,
        until,
        settings,
        write,
        sleep,
        interrupted,
        now,
        height: system.output.rows,
      });
      if (signal.aborted) throw new CliError('interrupted', 'Stopped watching');
      const [failure] = failures;
      return failure === undefined ? 0 : report(failure, system, isJson(print.format), line);
    }
    const output = await look();
    const { render } = await import('./render/render');
    await render(output, settings, { write: (chunk) => system.output.write(chunk as string | Buffer) });
    const failure = failureOf(output);
    return failure === null ? 0 : report(failure, system, isJson(print.format), line);
  } finally {
    await opened.close();
  }
}

const isOn = (value: string | undefined): boolean => value !== undefined && value !== '0' && value !== 'false';

function directoryLayer(file: DirectoryFile | null): Layer {
  return file?.columns == null ? {} : { columns: file.columns };
}

/** The defaults of the profile, where it is the only one looked at. */
async function profileLayer({ context }: ReturnType<typeof openContext>, group: string) {
  if (group === 'set up' || group === 'understand') return null;
  const profiles = await context.chosen().catch(() => []);
  const [only, ...others] = profiles;
  if (only === undefined || others.length > 0 || Object.keys(only.defaults).length === 0) return null;
  return { from: `The profile ${only.name}`, layer: only.defaults };
}

function noteDirectoryFile(
  file: DirectoryFile | null,
  { warn, note, options }: ReturnType<typeof openContext>['context'],
): void {
  if (file === null) return;
  for (const ignored of file.ignored)
    warn('directory_file', `${file.file}: ${JSON.stringify(ignored)} means nothing there and is ignored`);
  const used = [
    ...(file.profile !== null && options.profile === undefined ? [`the profile ${file.profile}`] : []),
    ...(file.columns !== null ? [`the columns ${file.columns}`] : []),
  ];
  if (used.length > 0) note(`${file.file} gives ${used.join(' and ')}.`);
}

interface CallParts {
  line: readonly string[];
  system: System;
  signal: AbortSignal;
  sandbox: boolean;
  directoryFile: DirectoryFile | null;
  given: Given;
  print: PrintSettings;
}

function callOf({
  line,
  system,
  signal,
  sandbox,
  directoryFile,
  given,
  print,
}: CallParts): Parameters<typeof openContext>[0] {
  const json = isJson(print.format);
  const options = commonOf(given);
  const said = new Set<string>();
  const write = (text: string) => system.error.write(text);
  return {
    system,
    line,
    options,
    print,
    json,
    sandbox,
    directoryFile,
    signal,
    version,
    unattended: isOn(system.variable('CI')),
    colour: system.error.isTerminal && print.color !== 'never' && system.variable('NO_COLOR') === undefined,
    connectTimeoutMs: given.common.connectTimeout as number | undefined,
    requestTimeoutMs: given.common.requestTimeout as number | undefined,
    warn(code, message) {
      if (said.has(message)) return;
      said.add(message);
      write(json ? `${JSON.stringify({ warning: { code, message } })}\n` : `warning: ${message}\n`);
    },
    note(message) {
      if (!json && !options.quiet) write(`${message}\n`);
    },
    debug: (text) => write(json ? `${JSON.stringify({ debug: text })}\n` : `${text}\n`),
    tour: async () => (await import('./tour')).openTour(system, main),
  };
}

async function renderSettings(print: PrintSettings, system: System) {
  const { wantsColour } = await import('./render/colour');
  const { isTerminal: terminal, columns: width } = system.output;
  const colour = wantsColour({ option: print.color ?? undefined, variable: system.variable, terminal });
  return { ...print, width, colour, now: system.now() };
}

/** The error that an output with failures ends in, or null. */
function failureOf(output: Output): CliErrorType | null {
  if (output.kind === 'bytes') return output.error;
  if (output.kind !== 'rows' || output.failures.length === 0) return null;
  const stopped = output.failures.find(({ kind }) => kind === 'interrupted');
  return stopped ?? summarise(output.failures, output.attempted(), output.what);
}

async function report(error: CliErrorType, system: System, json: boolean, line: readonly string[]): Promise<number> {
  const { renderError } = await import('./render/renderError');
  const exitCode = exitCodes[error.kind];
  const colour = system.error.isTerminal && system.variable('NO_COLOR') === undefined;
  try {
    system.error.write(renderError(error, { json, colour, exitCode }));
    if (error.kind === 'internal' && line.includes('--debug')) {
      const cause = error.details.cause instanceof Error ? error.details.cause : error;
      system.error.write(`${cause.stack ?? cause.message}\n`);
    }
  } catch (thrown) {
    if (!(thrown instanceof ReaderLeft)) throw thrown;
  }
  return exitCode;
}
