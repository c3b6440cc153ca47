import { closeSync, openSync, writeSync } from 'node:fs';
import type { Emulator, Request } from './emulator';
import type { FaultKind } from './faults';

/** A file with one line of JSON for each request, without credentials in query, headers and form. */
export interface RequestLog {
  /** `status` null: no whole answer was given. */
  write(request: Request, status: number | null, fault: FaultKind | undefined): void;
  /** What ends later is not written down; closing again does nothing. */
  close(): void;
}

const CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization'];

/** Appends to the file, which only its owner can read; throws when it can't be opened. */
export function openRequestLog(file: string, emulator: Emulator<unknown>): RequestLog {
  const descriptor = openSync(file, 'a', 0o600);
  let closed = false;
  const headersLeftOut = new Set([...CREDENTIALS, ...(emulator.credentialHeaders ?? [])]);
  const parametersLeftOut = new Set(emulator.credentialParameters ?? []);

  return {
    write(request, status, fault) {
      if (closed) return;
      const query: Record<string, string | string[]> = {};
      for (const key of new Set(request.query.keys())) {
        const values = request.query.getAll(key);
        if (!parametersLeftOut.has(key)) query[key] = values.length === 1 ? (values[0] as string) : values;
      }
      const line = {
        time: new Date().toISOString(),
        provider: emulator.name,
        method: request.method,
        path: request.path,
        query,
        headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !headersLeftOut.has(name))),
        body: withoutFields(request.body, parametersLeftOut),
        status,
        ...(fault ? { fault } : {}),
      };
      writeSync(descriptor, `${JSON.stringify(line)}\n`);
    },
    close() {
      if (!closed) closeSync(descriptor);
      closed = true;
    },
  };
}

/** A body without the named fields at its top, where a form has them. */
function withoutFields(body: unknown, names: ReadonlySet<string>): unknown {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body ?? null;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)));
}
