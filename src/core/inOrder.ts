/**
 * The items of all streams in the order of the streams, which are read side by side: what comes before its turn is held.
 * When the reader leaves early the streams are left too; with `toTheEnd` all are read on, so that what they run into is
 * known.
 */
export async function* inOrder<T>(streams: readonly AsyncIterable<T>[], toTheEnd = false): AsyncGenerator<T> {
  let left = false;
  let wake = () => {};
  const lanes = streams.map((stream) => {
    const lane = { ready: [] as T[], ended: false, error: null as { thrown: unknown } | null };
    const read = async () => {
      for await (const item of stream) {
        if (!left) lane.ready.push(item);
        else if (!toTheEnd) return;
        wake();
      }
    };
    const end = read()
      .catch((thrown) => {
        lane.error = { thrown };
      })
      .finally(() => {
        lane.ended = true;
        wake();
      });
    return { lane, end };
  });
  try {
    for (const { lane } of lanes) {
      for (;;) {
        const item = lane.ready.shift();
        if (item !== undefined) yield item;
        else if (lane.ended) break;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      if (lane.error !== null) throw lane.error.thrown;
    }
  } finally {
    left = true;
    if (toTheEnd) await Promise.all(lanes.map(({ end }) => end));
  }
}
