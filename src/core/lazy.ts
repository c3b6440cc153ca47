/** A value that is made on first use. */
export interface Lazy<T> {
  (): Promise<T>;
  opened(): boolean;
}

/** Makes the value once, when it is first asked for. */
export function lazy<T>(open: () => Promise<T>): Lazy<T> {
  let value: Promise<T> | null = null;
  return Object.assign(
    () => {
      value ??= open();
      return value;
    },
    { opened: () => value !== null },
  );
}

/** Makes one value for each key, once. */
export function createOnce() {
  const values = new Map<string, Promise<unknown>>();
  return <T>(key: string, fetch: () => Promise<T>): Promise<T> => {
    const known = (values.get(key) as Promise<T> | undefined) ?? fetch();
    values.set(key, known);
    return known;
  };
}
