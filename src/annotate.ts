import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findCiSystem } from './ciSystem';
import type { CliError } from './core/errors';
import type { System } from './io/system';
import { annotationsReport, errorAnnotation } from './render/annotation';

/**
 * Makes the error that ends a call an annotation of the CI system: a command on stderr for GitHub Actions (not beside
 * JSON, of which every line is an object), an entry in the report that `NUBE_ANNOTATIONS` names for GitLab.
 */
export function annotate(error: CliError, { variable, workingDirectory, error: stderr }: System, json: boolean): void {
  const ci = findCiSystem(variable);
  if (ci === 'github' && !json) stderr.write(errorAnnotation(error));
  const named = variable('NUBE_ANNOTATIONS');
  const url = variable('CI_JOB_URL');
  if (ci !== 'gitlab' || named === undefined || url === undefined) return;
  const file = path.resolve(workingDirectory, named);
  try {
    writeFileSync(file, annotationsReport(existsSync(file) ? readFileSync(file, 'utf8') : '', error, url));
  } catch {
    // The error itself has been told; a report that can't be written takes nothing from it.
  }
}
