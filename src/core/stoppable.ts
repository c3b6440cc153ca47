/**
 * Makes work that can be stopped: the function it gives does it once more, and throws an error with the code
 * `ERR_SCRIPT_EXECUTION_TIMEOUT` once that has taken the milliseconds. Only a script can be stopped in the midst.
 */
export function stoppable<T>(work: () => T): (timeoutMs: number) => T {
  // Loaded here, for hardly any call needs it.
  const { createContext, Script } = process.getBuiltinModule('node:vm');
  const script = new Script('work()');
  const context = createContext({ work });
  return (timeout) => script.runInContext(context, { timeout }) as T;
}

/** Whether work was stopped because it took too long. */
export function wasStopped(thrown: unknown): boolean {
  return (thrown as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
