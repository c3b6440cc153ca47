import type { CliError } from '../core/errors';
import { type Fields, fieldsOf } from '../core/fields';
import { clean } from '../core/text';
import { workflowCommand } from './workflowCommand';

const longest = 2000;

/** An error as GitHub Actions shows it beside the run: the message, and on further lines the reason, failures, hint. */
export function errorAnnotation(error: CliError): string {
  const { reason, hint, errors = [] } = error.details;
  const lines = [
    error.message,
    ...(reason === undefined ? [] : [reason]),
    ...errors.map(({ message, details: { profile } }) => (profile === undefined ? message : `${profile}: ${message}`)),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ];
  return workflowCommand(
    'error',
    { title: `nube: ${error.code}` },
    lines.map((line) => clean(line, longest)).join('\n'),
  );
}

/**
 * A GitLab annotations report with one more entry. GitLab shows its entries as links beside the job, so an error is a
 * link to the job's own log. A report that is not one is begun anew.
 */
export function annotationsReport(before: string, error: CliError, jobUrl: string): string {
  const report = parsed(before);
  const known = Array.isArray(report.nube) ? report.nube : [];
  const label = clean(`${error.code}: ${error.message}`, longest);
  return `${JSON.stringify({ ...report, nube: [...known, { external_link: { label, url: jobUrl } }] }, null, 2)}\n`;
}

function parsed(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}
