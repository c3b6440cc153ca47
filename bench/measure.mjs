// Runs whole processes and tells what they took.
import { spawn } from 'node:child_process';
import path from 'node:path';

const atExit = path.join(import.meta.dirname, 'atExit.cjs');

/** Nothing of the caller's surroundings: certificates and options of Node cost each start, or change it. */
export const cleanEnvironment = { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: '/nonexistent' };

/**
 * One run: milliseconds to its end and to its first byte. With `counted`, for programs on Node, also the CPU time and
 * the peak memory. Throws when it fails.
 */
export function run([program, ...words], { env = {}, counted = false, input = '' } = {}) {
  const line = counted ? ['--require', atExit, ...words] : words;
  return new Promise((resolve, reject) => {
    let firstByteMs = null;
    let bytes = 0;
    let errors = '';
    let counts = '';
    const began = performance.now();
    const child = spawn(program, line, {
      env: { ...cleanEnvironment, ...env },
      stdio: ['pipe', 'pipe', 'pipe', ...(counted ? ['pipe'] : [])],
    });
    child.stdin.on('error', () => undefined).end(input);
    child.stdout.on('data', (chunk) => {
      firstByteMs ??= performance.now() - began;
      bytes += chunk.length;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.stdio[3]?.on('data', (chunk) => {
      counts += chunk;
    });
    let wallMs = 0;
    child.on('exit', () => {
      wallMs = performance.now() - began;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${program} ${line.join(' ')} ended with ${code}: ${errors}`));
      resolve({ wallMs, firstByteMs, bytes, ...(counted ? JSON.parse(counts) : {}) });
    });
  });
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Runs all of them in turn, again and again, and gives the median of each figure of each. */
export async function interleave(rounds, commands, options = {}) {
  const names = Object.keys(commands);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await run(commands[name].line, { ...options, ...commands[name] });
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) results[name].push(await run(commands[name].line, { ...options, ...commands[name] }));
  }
  return Object.fromEntries(
    names.map((name) => {
      const figures = Object.keys(results[name][0]);
      return [
        name,
        Object.fromEntries(figures.map((figure) => [figure, median(results[name].map((one) => one[figure]))])),
      ];
    }),
  );
}
