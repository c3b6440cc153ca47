import type { Session } from '../../core/driver';
import { entryOf } from '../../core/entryOf';
import { type Fields, fieldsOf, listOf, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import { toMoment } from '../../core/units';

const waits: Readonly<Record<string, string>> = {
  pending: 'it is made only once somebody has approved it',
  pendingreconfigureapproval: 'its new size waits for somebody to approve it',
  pendingdeleteapproval: 'its removal waits for somebody to approve it',
};

/** For what person or date an instance waits. */
export function heldText(session: Session, { instance }: Located, fields: Fields): string {
  if (instance.providerState.toLowerCase() === 'pendingremoval') {
    const date = toMoment(fields.removalDate);
    const undo = `nube api PUT /api/instances/${instance.id}/cancel-removal -p ${session.profile}`;
    const when = date === null ? 'at the date that a policy sets' : `at ${date}`;
    return `it is shut down and hidden, and is removed ${when}; until then ${undo} brings it back`;
  }
  return `${entryOf(waits, instance.providerState.toLowerCase()) ?? 'it waits'}${requestsOf(fields)}`;
}

/** True where a request for approval is open. */
export function hasOpenRequest(fields: Fields): boolean {
  return openRequests(fields).length > 0;
}

function openRequests(fields: Fields): readonly Fields[] {
  return listOf(fields.pendingRequests).filter(
    ({ status, approvedBy, deniedBy }) =>
      nameOf(approvedBy) === null && nameOf(deniedBy) === null && !/approved|denied|rejected/i.test(text(status) ?? ''),
  );
}

function requestsOf(fields: Fields): string {
  const open = openRequests(fields).map(({ type, status, id, name }) =>
    [text(name) ?? text(type) ?? String(id ?? ''), text(status)]
      .filter((part) => part !== null && part !== '')
      .join(', '),
  );
  return open.length === 0 ? '' : ` (${open.join('; ')})`;
}

function nameOf(person: unknown): string | null {
  return text(person) ?? text(fieldsOf(person).username) ?? text(fieldsOf(person).name);
}
