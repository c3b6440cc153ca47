/** The items of all streams as they come; no stream is read further than one item ahead of the reader. */
export async function* sideBySide<T>(streams: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const next = (stream: AsyncGenerator<T>) => stream.next().then((step) => ({ stream, step }));
  const waiting = new Map(streams.map((stream) => [stream, next(stream)]));
  try {
    while (waiting.size > 0) {
      const { stream, step } = await Promise.race(waiting.values());
      if (step.done === true) {
        waiting.delete(stream);
      } else {
        waiting.set(stream, next(stream));
        yield step.value;
      }
    }
  } finally {
    for (const [stream, step] of waiting) {
      // Whoever leaves must not leave behind a failure that nobody sees.
      step.catch(() => {});
      stream.return(undefined).catch(() => {});
    }
  }
}
