import { findCiSystem } from './ciSystem';
import { type CliError, exitCodes } from './core/errors';
import { jsonText } from './core/jsonText';
import { clean } from './core/text';
import { inSandbox } from './inSandbox';
import type { System } from './io/system';
import { isJson, wantsJson } from './settings';

/** Everything that is said on stderr: for people, or as a JSON object a line. */
export interface Voice {
  json: boolean;
  quiet: boolean;
  colour: boolean;
  /** A note that matters, once. */
  warn(code: string, message: string): void;
  /** A remark, left out where quiet is asked for: for people, or with a code for both. */
  note(message: string, code?: string): void;
  debug(line: string): void;
  /** From now on hints for people have these words in place of that one. */
  replacing(word: string, by: string): void;
  /** The last word of a call that failed. Gives the exit code. */
  error(error: CliError): Promise<number>;
}

/** What of a line is nube's own, and not for another machine. */
const own = (line: readonly string[]) => (line.includes('--') ? line.slice(0, line.indexOf('--')) : line);

/** How to speak while the command line has not been read yet: as far as it tells. */
export function createVoice(line: readonly string[], system: System): Voice {
  const said = new Set<string>();
  const sandbox = own(line).includes('--sandbox');
  const write = (text: string) => system.error.write(text);
  const replaced = new Map<string, string>();
  const reword = (hint: string) => {
    const own = voice.json ? hint : hint.replace(/[^\s,;]+(?=[\s,;]|$)/g, (word) => replaced.get(word) ?? word);
    return sandbox ? inSandbox(own) : own;
  };
  const voice: Voice = {
    json: wantsJson(line, system.variable),
    quiet: false,
    colour: false,
    warn(code, text) {
      const message = sandbox ? inSandbox(text) : text;
      if (said.has(message)) return;
      said.add(message);
      write(voice.json ? `${jsonText({ warning: { code, message } })}\n` : `warning: ${clean(message, 2000)}\n`);
    },
    note(message, code) {
      if (voice.quiet) return;
      if (code !== undefined) voice.warn(code, message);
      else if (!voice.json) write(`${clean(sandbox ? inSandbox(message) : message, 2000)}\n`);
    },
    debug: (text) => write(voice.json ? `${jsonText({ debug: text })}\n` : `${text}\n`),
    replacing: (word, by) => replaced.set(word, by),
    async error(failure) {
      const same = !sandbox && replaced.size === 0;
      const error = same ? failure : (await import('./rewordHints')).rewordHints(failure, reword);
      const { renderError } = await import('./render/renderError');
      const exitCode = error.details.exitCode ?? exitCodes[error.kind];
      write(renderError(error, { json: voice.json, colour: voice.colour, exitCode }));
      if (findCiSystem(system.variable) !== null) {
        const { annotate } = await import('./annotate');
        annotate(error, system, voice.json);
      }
      if (error.kind === 'internal' && line.includes('--debug') && !voice.json) {
        const cause = error.details.cause instanceof Error ? error.details.cause : error;
        write(`${cause.stack ?? cause.message}\n`);
      }
      return exitCode;
    },
  };
  return voice;
}

/** Takes up what the command line and the layers under it say about speaking. */
export async function settleVoice(
  voice: Voice,
  system: System,
  { format, quiet, color }: { format: string | null; quiet: boolean; color: string | null },
): Promise<void> {
  const { wantsColour } = await import('./render/colour');
  voice.json = isJson(format);
  voice.quiet = quiet;
  voice.colour = wantsColour({
    option: color ?? undefined,
    variable: system.variable,
    terminal: system.error.isTerminal,
  });
}
