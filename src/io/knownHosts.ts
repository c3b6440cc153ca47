import { existsSync } from 'node:fs';
import lockfile from 'proper-lockfile';
import { readPrivateFile, writePrivateFile } from './privateFile';

/** Takes the lines of these names, and of names that begin with one of them and a dot, out of a file of host keys. */
export async function forgetHostKeys(file: string, names: readonly string[]): Promise<void> {
  const meant = (line: string) =>
    names.some((name) => line.startsWith(`${name} `) || (line.startsWith(`${name}.`) && line.includes(' ')));
  const lines = () => readPrivateFile(file).split('\n');
  if (!existsSync(file) || !lines().some(meant)) return;
  const release = await lockfile.lock(file, {
    lockfilePath: `${file}.lock`,
    retries: { retries: 200, minTimeout: 10, maxTimeout: 100 },
  });
  try {
    const kept = lines().filter((line) => !meant(line));
    writePrivateFile(file, kept.join('\n'));
  } finally {
    await release();
  }
}
