import { readFileSync } from 'node:fs';
import type { Home, RunOptions } from '../../nube';

/** Interrupts a run on the sandbox as soon as a request fits, given as `METHOD /path`. */
export function whenSent(home: Home, request: RegExp): NonNullable<RunOptions['during']> {
  return (interrupt) => {
    const timer = setInterval(() => {
      if (!requests(home).some((one) => request.test(one))) return;
      clearInterval(timer);
      interrupt();
    }, 5);
    timer.unref();
  };
}

function requests({ variables }: Home): string[] {
  try {
    const lines = readFileSync(variables.NUBE_SANDBOX_REQUESTS ?? '', 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => `${JSON.parse(line).method} ${JSON.parse(line).path}`);
  } catch {
    return [];
  }
}
