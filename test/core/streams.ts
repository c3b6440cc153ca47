/** A stream that a test feeds by hand, and what is known about its reader. */
export interface Fed<T> {
  stream: AsyncGenerator<T>;
  give(item: T): void;
  end(): void;
  fail(error: Error): void;
  /** How many items have been asked for. */
  asked(): number;
  /** Whether the reader has left it before its end. */
  left(): boolean;
}

export function fed<T>(): Fed<T> {
  const steps: ({ item: T } | { error: Error } | 'end')[] = [];
  let wake = () => {};
  let asked = 0;
  let left = false;
  const add = (step: (typeof steps)[number]) => {
    steps.push(step);
    wake();
  };
  const next = async (): Promise<IteratorResult<T>> => {
    asked += 1;
    while (steps.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const step = steps.shift() as (typeof steps)[number];
    if (step === 'end') return { done: true, value: undefined };
    if ('error' in step) throw step.error;
    return { done: false, value: step.item };
  };
  const stream = {
    next,
    return: async () => {
      left = true;
      return { done: true as const, value: undefined };
    },
    throw: () => Promise.reject(new Error('nobody throws into a stream')),
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: async () => {},
  } as unknown as AsyncGenerator<T>;
  return {
    stream,
    give: (item) => add({ item }),
    end: () => add('end'),
    fail: (error) => add({ error }),
    asked: () => asked,
    left: () => left,
  };
}

/** Lets everything happen that can without anything new. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

/** Reads a stream as far as it goes, and notes what comes of it. */
export function reading<T>(stream: AsyncIterable<T>) {
  const got: T[] = [];
  let end: 'open' | 'ended' | Error = 'open';
  void (async () => {
    for await (const item of stream) got.push(item);
  })().then(
    () => {
      end = 'ended';
    },
    (error: Error) => {
      end = error;
    },
  );
  return { got, end: () => end };
}
