import Ajv from 'ajv/dist/2020';
import { commands } from '../../src/commands';
import { exitCodes } from '../../src/core/errors';
import { schemasOf } from '../../src/core/shapes';
import type { Falsified } from './falsify';
import type { Ending } from './program';
import { commandOf, type Scenario } from './record';
import { mostRequests, type Served } from './replay';

/** One run on falsified answers. */
export interface Case {
  scenario: Scenario;
  format: string;
  falsified: Falsified;
  served: Served;
  ended: Ending;
}

const codes = new Set<number>([0, 255, ...Object.values(exitCodes)]);
/** What must not come to a terminal: all control characters but tab and line break. */
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** Makes the judge of all cases: it says what is wrong with one, or null. */
export async function createJudge(): Promise<(one: Case) => Promise<string | null>> {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  const entries = schemasOf(await Promise.all(Object.values(commands).map((load) => load())));
  const validators = new Map(entries.map(({ name, whole }) => [name, ajv.compile(whole)]));

  function misfit(name: string, value: unknown): string | null {
    const validate = validators.get(name);
    if (validate === undefined) return `there is no schema of ${name}`;
    if (validate(value)) return null;
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join(', ');
  }

  function misfitOfStderr(stderr: string): string | null {
    for (const line of stderr.split('\n').filter((one) => one !== '')) {
      const value = parsed(line);
      if (value === undefined) return `stderr is no JSON: ${line.slice(0, 200)}`;
      const name = 'error' in (value as object) ? 'error' : 'warning';
      const wrong = misfit(name, value);
      if (wrong !== null) return `stderr is not as its schema: ${wrong}`;
    }
    return null;
  }

  return async ({ scenario, format, falsified, served, ended }) => {
    const { code, stdout, stderr } = ended;
    if (code === 1) return `it crashed: ${stderr.slice(0, 500)}`;
    if (!codes.has(code)) return `the exit code ${code} is none that there is`;
    if (served.requests > mostRequests) return 'it asks for ever';
    const token = scenario.variables.NUBE_TOKEN;
    if (token !== undefined && stderr.includes(token)) return 'stderr tells the token';
    const command = await commandOf(scenario.line);
    const prints = entries.find(({ name }) => name === command.name)?.prints ?? [];
    const own = command.name !== 'api';
    if (own && control.test(stdout)) return 'stdout holds a control character';
    if (control.test(stderr)) return 'stderr holds a control character';
    if (format === 'json') {
      const wrong = misfitOfStderr(stderr);
      if (wrong !== null) return wrong;
      if (own && !prints.includes('text')) {
        const value = stdout === '' ? undefined : parsed(stdout);
        if (value === undefined && stdout !== '') return `stdout is no JSON: ${stdout.slice(0, 200)}`;
        if (value === undefined && code === 0 && !prints.includes('nothing')) return 'it prints nothing';
        const against = value === undefined ? null : misfit(command.name, value);
        if (against !== null) return `stdout is not as its schema: ${against}`;
        const success = wrongSuccess(value, served);
        if (success !== null) return success;
      }
    }
    if (falsified.refused && code === 0 && served.changes.length > 0)
      return 'it succeeds though every change is refused';
    const last = served.changes.at(-1);
    if (last !== undefined && last >= 400 && last < 500 && last !== 408 && code === 0)
      return `it succeeds though the last change got ${last}`;
    return null;
  };
}

/** Rows that claim a change that was never asked for. */
function wrongSuccess(value: unknown, { changes }: Served): string | null {
  if (!Array.isArray(value) || changes.length > 0) return null;
  const claimed = value.some(
    (row) => 'action' in row && row.action !== 'wait' && ['succeeded', 'created', 'accepted'].includes(row.status),
  );
  return claimed ? 'a row claims a change, and none was sent' : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
