import { appendFileSync, closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { type CiSystem, findCiSystem } from './ciSystem';
import { CliError } from './core/errors';
import { fileTrouble } from './core/fileTrouble';
import type { Output } from './core/view';
import type { System } from './io/system';

/** Where the results of a step go, and how. */
export interface StepOutputFile {
  file: string;
  system: CiSystem | null;
}

/**
 * The file for --step-output: `NUBE_STEP_OUTPUT`, else what GitHub Actions names, else `nube.env` in GitLab's project
 * directory. Throws `invalid_value` where there is none or it can't be written, so that nothing is sent in vain.
 */
export function findStepOutputFile({ variable, workingDirectory }: System): StepOutputFile {
  const system = findCiSystem(variable);
  const named = variable('NUBE_STEP_OUTPUT');
  const file =
    named ?? (system === 'github' ? variable('GITHUB_OUTPUT') : system === 'gitlab' ? 'nube.env' : undefined);
  if (file === undefined) {
    throw new CliError('invalid_value', '--step-output knows GitHub Actions and GitLab, and this is neither', {
      hint: 'Name a file for it: export NUBE_STEP_OUTPUT=result.env',
    });
  }
  const base = named === undefined ? (variable('CI_PROJECT_DIR') ?? workingDirectory) : workingDirectory;
  const whole = path.resolve(base, file);
  try {
    closeSync(openSync(whole, 'a'));
  } catch (error) {
    throw new CliError('invalid_value', `--step-output cannot write ${whole}`, {
      reason: fileTrouble(error, 'written'),
    });
  }
  return { file: whole, system: named === undefined ? system : null };
}

/** Adds a result to the file of the step; gives the names of values for which it has no room. */
export async function writeStepOutput(
  { file, system }: StepOutputFile,
  output: Output,
  query: string | null,
): Promise<string[]> {
  const { stepOutput, stepOutputLines, stepOutputVariables } = await import('./render/stepOutput');
  const result = await stepOutput(output, query);
  const { text, leftOut } =
    system === 'github' ? { text: stepOutputLines(result), leftOut: [] } : stepOutputVariables(result);
  appendFileSync(file, text);
  return leftOut;
}
