import { randomStart } from '../random';
import type { CycleInstance } from './data';

const LIMIT = 128 * 1024;
const LINE_TIME = 5000;
const MOST_LINES = 4000;

const PHRASES = [
  'GET /health 200 1.2ms',
  'GET /orders?page=2 200 14.8ms',
  'POST /orders 201 22.1ms',
  'worker: picked up job, 3 waiting',
  'cache: evicted 12 entries',
  'Überlast vorbei – naïve retry ✓',
  'sync: 日本語 catalogue refreshed',
  'GET /assets/café.css 304 0.4ms',
];

/** What PID 1 of an instance has written since it last started, up to a moment: the end of it, at most 128 KB. */
export function consoleTail(instance: CycleInstance, moment: number): string {
  const run = instance.runs.at(-1);
  if (!run) return '';
  const end = run.to === 0 ? moment : Math.min(run.to, moment);
  const count = Math.max(0, Math.floor((end - run.from) / LINE_TIME));
  const first = Math.max(0, count - MOST_LINES);
  const lines = first === 0 ? [platformLine(run.from, `Instance ${instance.id} started`)] : [];
  for (let index = first; index < count; index += 1) lines.push(consoleLine(instance, run.from + index * LINE_TIME));
  if (run.to !== 0) lines.push(platformLine(run.to, `Instance ${instance.id} stopped`));
  let size = 0;
  let start = lines.length;
  while (start > 0) {
    size += Buffer.byteLength(lines[start - 1] as string);
    if (size > LIMIT) break;
    start -= 1;
  }
  return lines.slice(start).join('');
}

/** One line as the process writes it at a moment; its end is that of either Unix or a terminal. */
export function consoleLine(instance: CycleInstance, moment: number): string {
  const choice = randomStart(Math.floor(moment / 1000), instance.id);
  const end = choice % 5 === 0 ? '\r\n' : '\n';
  return `${new Date(moment).toISOString()} ${PHRASES[choice % PHRASES.length]}${end}`;
}

function platformLine(moment: number, message: string): string {
  // `Tue, 14 Jul 2026 23:36:21 GMT`
  const [, day, month, , time] = new Date(moment).toUTCString().split(' ');
  const thousandths = String(Math.floor(moment) % 1000).padStart(3, '0');
  return `[${month} ${day} ${time}.${thousandths}][  CYCLE COMPUTE]  ${message}\r\n`;
}
