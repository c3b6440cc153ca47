import type { Session, StatsInput, StatsRow, VerbTable } from '../../core/driver';
import { type Fields, isFields, listOf } from '../../core/fields';
import { type Answer, path } from '../../core/http';
import type { Located } from '../../core/instance';
import { carrierOf } from './carrier';
import { readData, unexpected } from './fields';
import { rowsOf, type Snapshot, toRow, toSnapshot } from './snapshots';
import { readStream } from './stream';

/** The figures of the last minutes, where no time was asked for, are enough for the latest rates. */
const latestWithinMs = 600_000;
/** Rates need the snapshot before the first that was asked for; they are half a minute apart unless set otherwise. */
const earlierMs = 120_000;

/** Processor, memory and network of an instance. What Cycle counts since the last start becomes rates. */
export const stats: VerbTable['stats'] = {
  limit: 'Without the disk; processor and network are averages since the figures before.',
  options: ['since', 'until', 'follow'],
  async read(session, target, { since, until }) {
    const from = since === undefined && until === undefined ? null : { since, until };
    const now = session.now().getTime();
    if (from === null) {
      const recent = rowsOf(await report(session, target, new Date(now - latestWithinMs), undefined));
      const rows = recent.length > 1 ? recent : rowsOf(await report(session, target, undefined, undefined));
      return rows.slice(-1);
    }
    const start = since ?? new Date((until?.getTime() ?? now) - 3_600_000);
    const rows = rowsOf(await report(session, target, new Date(start.getTime() - earlierMs), until));
    return rows.filter(({ time }) => time !== null && Date.parse(time) >= start.getTime());
  },
  async follow(session, target) {
    const { container, id } = await carrierOf(session, target);
    const request = 'GET …/telemetry/resources/stream';
    const where = path`/v1/containers/${container}/instances/${id}/telemetry/resources/stream`;
    let before: Snapshot | null = null;
    return {
      ...(await readStream(session, where, request)),
      read(frame: string): StatsRow {
        const snapshot = toSnapshot(parse(frame));
        const row = toRow(snapshot, before);
        before = snapshot;
        return row;
      },
    };
  },
};

async function report(
  session: Session,
  target: Located,
  start: StatsInput['since'],
  end: StatsInput['until'],
): Promise<readonly Snapshot[]> {
  const { container, id } = await carrierOf(session, target);
  const answer: Answer = await session.http.get(
    path`/v1/containers/${container}/instances/${id}/telemetry/resources/report`,
    { 'filter[range-start]': start?.toISOString(), 'filter[range-end]': end?.toISOString() },
  );
  return listOf(readData(answer, 'GET …/telemetry/resources/report').snapshots).map(toSnapshot);
}

function parse(frame: string): Fields {
  try {
    const snapshot: unknown = JSON.parse(frame);
    if (isFields(snapshot)) return snapshot;
  } catch {
    // What is no JSON is no snapshot either.
  }
  throw unexpected('the telemetry stream', 'is not a snapshot');
}
