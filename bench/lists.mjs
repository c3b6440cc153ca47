// Long lists, against the time that the provider's answers alone take.
import { interleave, median, run } from './measure.mjs';
import { bareNode, nube } from './place.mjs';

/** Milliseconds for the first page, and the others so many at a time. */
const bound = ({ pages, latency, limit }) => latency * (1 + Math.ceil((pages - 1) / limit));

export async function measureLists(place) {
  const one = await place.home('slow', [{ count: 3, latency: 300 }]);
  const five = await place.home('five', Array(5).fill({ count: 3, latency: 300 }));
  const some = await place.home('some', [{ count: 10_000, latency: 100 }]);
  const many = await place.home('many', [{ count: 100_000, latency: 100 }]);
  const ten = await place.home('ten', Array(10).fill({ count: 1000, latency: 100 }));
  const stream = ['list', '-o', 'ndjson', '--page-size', '100'];

  const profiles = await interleave(5, {
    one: { line: nube('list'), env: one },
    five: { line: nube('list'), env: five },
  });
  const timed = await interleave(5, {
    node: { line: bareNode },
    some: { line: nube(...stream, '--concurrency', '8'), env: some },
    ten: { line: nube(...stream, '--concurrency', '8'), env: ten },
  });
  const counted = await interleave(5, {
    node: { line: bareNode, counted: true },
    some: { line: nube(...stream, '--concurrency', '16'), env: some, counted: true },
  });
  const runs = [];
  for (let round = 0; round < 3; round += 1) {
    runs.push(await run(nube(...stream, '--concurrency', '16'), { env: many, counted: true }));
  }
  const wallMs = median(runs.map((one) => one.wallMs));
  const peakKiB = median(runs.map((one) => one.peakKiB));
  const toBound = (ms, pages, limit) => ms / bound({ pages, latency: 100, limit });
  return [
    {
      what: 'five profiles at once',
      figure: profiles.five.wallMs / profiles.one.wallMs,
      target: 1.15,
      stretch: 1.05,
      note: '300 ms each, to one alone',
    },
    {
      what: '10,000 instances, 8 at once',
      figure: toBound(timed.some.wallMs, 100, 8),
      target: 1.15,
      stretch: 1.08,
      note: '100 a page, 100 ms, to the bound',
    },
    {
      what: '100,000 instances, 16 at once',
      figure: toBound(wallMs, 1000, 16),
      target: 1.1,
      stretch: 1.05,
      note: '100 a page, 100 ms, to the bound',
    },
    {
      what: 'ten profiles of ten pages',
      figure: toBound(timed.ten.wallMs, 10, 8),
      target: 1.35,
      stretch: 1.2,
      note: '100 ms, to the bound',
    },
    {
      what: 'first byte of a streamed list',
      figure: timed.some.firstByteMs / (100 + timed.node.wallMs),
      target: 1.5,
      stretch: 1.3,
      note: 'to 100 ms and node -e 0',
    },
    {
      what: '100,000 instances streamed',
      figure: peakKiB / counted.node.peakKiB,
      target: 3.5,
      stretch: 2.7,
      note: 'peak memory, to node -e 0',
    },
    {
      what: '100,000 instances streamed',
      figure: peakKiB / counted.some.peakKiB,
      target: 1.3,
      note: 'peak memory, to the same at 10,000',
    },
  ];
}
