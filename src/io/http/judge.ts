import type { Wire } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Answer } from '../../core/http';
import type { Received } from './exchange';
import { endpointHint } from './failures';
import type { Reading } from './payload';
import { type Asked, detailsOf, isDecided, leavesOpen, lost, refusalError, statusError } from './refusals';

/** An answer with what the sender knows about it. */
export interface Judged extends Received {
  reading: Reading;
  /** Set where the provider asks to wait longer than is allowed: the moment until which it does. */
  waitUntil: Date | null;
}

/** The answer as drivers get it; throws whatever failure it stands for. */
export function judge(judged: Judged, asked: Asked, wire: Wire): Answer {
  const error = errorOf(judged, asked, wire);
  if (error !== null) throw error;
  const { reading, status, headers } = judged;
  if ('broken' in reading) throw unread(judged, reading.broken, asked);
  return { status, headers, body: reading.body };
}

/** The failure that a raw answer stands for, or null. A text that does not claim to be JSON is an answer like any. */
export function judgeRaw(judged: Judged, asked: Asked, wire: Wire): CliError | null {
  const { reading, headers } = judged;
  const error = errorOf(judged, asked, wire);
  if (error !== null || !('broken' in reading)) return error;
  const should = reading.broken === 'HTML' || /json/i.test(`${headers['content-type']}`);
  return should ? unread(judged, reading.broken, asked) : null;
}

/** The failure that a success is whose body can't be read. */
function unread(judged: Judged, broken: string, asked: Asked): CliError {
  const details = detailsOf(judged, asked);
  if (asked.changes) return lost(asked, `it was answered with ${broken}`, details);
  const message = `${asked.provider} answered ${asked.what} with ${broken}`;
  return new CliError('unexpected_answer', message, { ...details, hint: unreadHint(asked) });
}

function errorOf(judged: Judged, asked: Asked, wire: Wire): CliError | null {
  const { status, headers, reading, strayed, waitUntil } = judged;
  const { provider, what } = asked;
  const details = detailsOf(judged, asked);
  const hint = endpointHint(asked.profile);
  const refusal = 'body' in reading ? wire.readRefusal({ status, headers, body: reading.body }) : null;
  if (waitUntil !== null)
    return tooLong(waitUntil, status === 429, asked, { ...details, providerCode: refusal?.providerCode });
  if (strayed !== null && status >= 400) {
    const message = `${provider} redirects ${what} to ${asked.show(strayed)}, to which the credential is not sent`;
    return new CliError('unexpected_answer', message, { ...details, hint });
  }
  if (status >= 300 && status < 400 && headers.location !== undefined) {
    const message = `${provider} redirects ${what} to ${targetOf(headers.location, asked)}, and a change is not redirected`;
    return new CliError('unexpected_answer', message, { ...details, hint });
  }
  if (asked.changes && leavesOpen(status) && (refusal === null || !isDecided(refusal))) {
    const reason = refusal?.message === undefined ? undefined : asked.show(refusal.message);
    return lost(asked, `${provider} answered with ${status}`, {
      ...details,
      reason,
      providerCode: refusal?.providerCode,
    });
  }
  if (refusal !== null) return refusalError(refusal, asked, details);
  return status >= 200 && status < 300
    ? null
    : statusError(status, asked, { ...details, reason: plainText(judged, asked) });
}

/** The error for a provider that asks to wait longer than is allowed. */
export function tooLong(until: Date, limited: boolean, asked: Asked, details: CliError['details']): CliError {
  const moment = `${until.toISOString().slice(0, 19)}Z`;
  const code = limited ? 'rate_limited' : 'provider_unavailable';
  const message = `${asked.provider} asks to wait until ${moment} before ${asked.what}`;
  return new CliError(code, message, { ...details, hint: `Try again after ${moment}.` });
}

function targetOf(location: string, { show }: Asked): string {
  return URL.canParse(location) ? new URL(location).host : show(location.replace(/[?#].*/s, ''));
}

function unreadHint({ profile }: Asked): string {
  return `${endpointHint(profile).replace(/\.$/, '')}, or look at the answer with --debug`;
}

/** What a refusal that is neither JSON nor HTML says. */
function plainText({ reading, bytes }: Judged, { show }: Asked): string | undefined {
  if (!('broken' in reading) || reading.broken === 'HTML') return undefined;
  return show(bytes.subarray(0, 500).toString('utf8'));
}
