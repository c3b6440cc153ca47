import { spawn } from 'node:child_process';

/** Runs nube with these words beside this process and past its end; nobody hears of how it went. */
export function startDetached(words: readonly string[]): void {
  const [, script = ''] = process.argv;
  try {
    // The single executable names itself there.
    const line = script === process.execPath ? words : [script, ...words];
    const child = spawn(process.execPath, line, { detached: true, stdio: 'ignore', windowsHide: true });
    child.on('error', () => {});
    child.unref();
  } catch {
    // A machine without room for another process goes without.
  }
}
