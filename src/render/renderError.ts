import { type CliError, exitCodes } from '../core/errors';
import { jsonText } from '../core/jsonText';
import { clean } from '../core/text';
import { paint as colours, type Style } from './paint';

export interface ErrorSettings {
  json: boolean;
  colour: boolean;
  /** What the process returns; that of the error's kind unless something else was told to decide. */
  exitCode: number;
}

const longest = 2000;

/**
 * The error as it ends stderr: for people a line, the provider's reason, each of several failures and the hint on
 * lines of their own; as JSON one object on one line.
 */
export function renderError(error: CliError, { json, colour, exitCode }: ErrorSettings): string {
  if (json) return `${jsonText({ error: errorObject(error, exitCode) })}\n`;
  const paint = (text: string, style: Style) => (colour ? colours(text, style) : text);
  const { reason, hint } = error.details;
  return [
    `${paint('error:', 'bad')} ${clean(error.message, longest)}`,
    ...(reason === undefined ? [] : [`${paint('reason:', 'faint')} ${clean(reason, longest).trim()}`]),
    ...failures(error, '  '),
    ...(hint === undefined ? [] : [`${paint('hint:', 'moving')} ${clean(hint, longest)}`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function failures(error: CliError, indent: string): string[] {
  return (error.details.errors ?? []).flatMap((one) => {
    const { profile, reason } = one.details;
    const where = profile === undefined ? '' : `${profile}: `;
    return [indent + clean(`${where}${withReason(one.message, reason)}`, longest), ...failures(one, `${indent}  `)];
  });
}

function errorObject(error: CliError, exitCode: number): object {
  const { hint, reason, profile, provider, httpStatus, providerCode, requestId, errors = [] } = error.details;
  return {
    code: error.code,
    kind: error.kind,
    exitCode,
    message: withReason(error.message, reason),
    hint: hint ?? null,
    profile: profile ?? null,
    provider: provider ?? null,
    httpStatus: httpStatus ?? null,
    providerCode: providerCode ?? null,
    requestId: requestId ?? null,
    errors: errors.map((one) => errorObject(one, exitCodes[one.kind])),
  };
}

/** The message, with the provider's reason unless it says so itself. */
const withReason = (message: string, reason: string | undefined): string =>
  reason === undefined || message.includes(reason) ? message : `${message}: ${reason}`;
