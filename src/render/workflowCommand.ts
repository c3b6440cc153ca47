/**
 * One line that the runner of GitHub Actions takes as a command, wherever a step prints it. Newlines and the signs that
 * part its pieces are written as that runner reads them (percent and two hexadecimal digits).
 */
export function workflowCommand(name: string, properties: Readonly<Record<string, string>>, value: string): string {
  const given = Object.entries(properties).map(([key, text]) => `${key}=${property(text)}`);
  return `::${name}${given.length === 0 ? '' : ` ${given.join(',')}`}::${data(value)}\n`;
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** The commands that keep a value out of the runner's log, as it is and as JSON would print it. */
export function maskCommands(value: string): string {
  if (value.trim() === '') return '';
  const quoted = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, quoted])].map((form) => workflowCommand('add-mask', {}, form)).join('');
}
