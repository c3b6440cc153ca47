import type { IncomingMessage } from 'node:http';

const LIMIT = 8 * 1024 * 1024;

/** The text of a request's body; undefined when it is larger than 8 MiB. Content-Encoding is not looked at. */
export function readBody(incoming: IncomingMessage, done: (content: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LIMIT) chunks.push(chunk);
  });
  incoming.on('end', () => done(size <= LIMIT ? Buffer.concat(chunks).toString('utf8') : undefined));
  incoming.on('error', () => undefined);
}

/** Whether a request brings a body at all. */
export function hasBody(incoming: IncomingMessage): boolean {
  const { headers } = incoming;
  return (
    headers['transfer-encoding'] !== undefined ||
    (headers['content-length'] !== undefined && headers['content-length'] !== '0')
  );
}

/**
 * The body by its Content-Type: fields of a form as strings (repeated ones as lists), else JSON. What promises to be
 * JSON and isn't throws; text of any other kind is left as it is. Empty is undefined.
 */
export function parseBody(content: string, contentType: string | undefined): unknown {
  if (content.trim() === '') return undefined;
  const kind = contentType?.toLowerCase() ?? '';
  if (kind.includes('x-www-form-urlencoded')) return parseForm(content);
  try {
    return JSON.parse(content);
  } catch (error) {
    if (kind.includes('json')) throw error;
    return content;
  }
}

function parseForm(content: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(content);
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const key of new Set(parameters.keys())) {
    const values = parameters.getAll(key);
    if (key.endsWith('[]')) fields[key.slice(0, -2)] = values;
    else fields[key] = values.length === 1 ? (values[0] as string) : values;
  }
  return fields;
}
