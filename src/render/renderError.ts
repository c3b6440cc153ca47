import { type CliError, exitCodes } from '../core/errors';
import { groupBy } from '../core/group';
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

type ErrorObject = { message: string } & Readonly<Record<string, unknown>>;

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

/** So many names are told of those that failed alike. */
const namesTold = 5;

/** A line for each way in which something failed in a profile, with the names of what did. */
function failures(error: CliError, indent: string): string[] {
  const alike = groupBy(error.details.errors ?? [], ({ message, details: { profile, reason, errors } }) =>
    JSON.stringify([profile, withReason(message, reason), errors?.length ?? 0]),
  );
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { profile, reason } = first.details;
    const message = withReason(first.message, reason);
    const names = [first, ...others].map((one) => nameIn(one));
    const places = names.slice(0, namesTold).map((name) => [profile, name].filter((part) => part != null).join('/'));
    const named = names.every((name) => name !== null);
    const more = named && names.length > namesTold ? ` and ${names.length - namesTold} more` : '';
    const where = named ? `${places.join(', ')}${more}: ` : profile === undefined ? '' : `${profile}: `;
    const times = named || names.length === 1 ? '' : ` (${names.length} times)`;
    return [indent + clean(`${where}${message}${times}`, longest), ...failures(first, `${indent}  `)];
  });
}

/** The name of what failed, where the message does not say it. */
function nameIn({ message, details: { target } }: CliError): string | null {
  return target === undefined || message.includes(target) ? null : target;
}

function errorObject(error: CliError, exitCode: number): ErrorObject {
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
    errors: errors.map((one) => {
      const name = nameIn(one);
      const object = errorObject(one, exitCodes[one.kind]);
      return name === null ? object : { ...object, message: `${name}: ${object.message}` };
    }),
  };
}

/** The message, with the provider's reason unless it says so itself. */
const withReason = (message: string, reason: string | undefined): string =>
  reason === undefined || message.includes(reason) ? message : `${message}: ${reason}`;
