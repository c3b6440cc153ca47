import type { Route } from '../emulator';
import { json } from '../reply';
import type { CloudmcData, CloudmcSettings } from './data';
import { invalid } from './failure';
import type { Flavour } from './flavour';

const CHOICES: Readonly<Partial<Record<keyof CloudmcSettings, readonly string[]>>> = {
  answers: ['pending', 'inline'],
  refusals: ['request', 'task'],
  failedStatus: ['FAILED', 'FAILURE', 'ERROR'],
  failureStyle: ['errors', 'errors-400', 'result', 'result-400', 'nowhere', 'empty'],
  errorField: ['code', 'errorCode'],
};

/**
 * `/sandbox/settings`, which the real platform has not: GET tells how the emulator behaves where that isn't certain,
 * PUT changes what it names. The settings are part of the state.
 */
export function settings(flavour: Flavour): Route<CloudmcData>[] {
  const path = `${flavour.prefix}/sandbox/settings`;
  return [
    { method: 'GET', path, handle: (_request, { data }) => json(200, { data: data.settings }) },
    {
      method: 'PUT',
      path,
      handle({ body }, { data }) {
        const changes = Object.entries(typeof body === 'object' && body !== null ? body : {});
        for (const [name, value] of changes) requireSense(name, value);
        Object.assign(data.settings, Object.fromEntries(changes));
        return json(200, { data: data.settings });
      },
    },
  ];
}

function requireSense(name: string, value: unknown): void {
  const choices = CHOICES[name as keyof CloudmcSettings];
  if (choices) {
    if (!choices.includes(String(value))) throw invalid(`${name} must be one of ${choices.join(', ')}`);
  } else if (name !== 'taskMinutes' && name !== 'listLimit') {
    throw invalid(`There is no setting ${name}`);
  } else if (typeof value !== 'number' || !(value >= 0)) {
    throw invalid(`${name} must be a number from 0 on`);
  }
}
