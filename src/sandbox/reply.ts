/** What an emulator answers: `body` as JSON, or else `text` as it stands, or nothing. */
export interface Reply {
  status: number;
  body?: unknown;
  text?: string;
  /** Added to (and winning over) the frame's own Content-Type, Content-Length and Date. Names in lower case. */
  headers?: Record<string, string>;
}

/** A reply with a JSON body. */
export function json(status: number, body: unknown, headers?: Record<string, string>): Reply {
  return headers ? { status, body, headers } : { status, body };
}

/** A reply with a body of another kind, plain text unless said. */
export function text(status: number, content: string, contentType = 'text/plain; charset=utf-8'): Reply {
  return { status, text: content, headers: { 'content-type': contentType } };
}

/**
 * Throw it from a handler to answer with `reply`. Nothing is saved then, so check everything first and change the
 * data afterwards.
 */
export class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(`refused with ${reply.status}`);
  }
}
