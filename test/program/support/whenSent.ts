import { readFileSync } from 'node:fs';
import type { Home, RunOptions } from '../../nube';

/** Interrupts a run on the sandbox as soon as so many requests fit, given as `METHOD /path`. */
export function whenSent(home: Home, request: RegExp, times = 1): NonNullable<RunOptions['during']> {
  return (interrupt) => {
    const timer = setInterval(() => {
      if (requests(home).filter((one) => request.test(one)).length < times) return;
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
