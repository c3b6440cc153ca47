import type { SshTrouble } from '../core/openssh';

/** What ssh has said on stderr so far, read as it passes. */
export interface SshMessages {
  read(chunk: Buffer): void;
  trouble(): SshTrouble | null;
  newHostKey(): string | null;
  /** The last line that says something. */
  lastLine(): string;
}

const longestLine = 4096;

/** Reads ssh's own messages about one machine; those of programs there, or about a jump host, do not name it so. */
export function readSshMessages(alias: string, host: string): SshMessages {
  let line = '';
  let last = '';
  let trouble: SshTrouble | null = null;
  let newHostKey: string | null = null;

  function take(text: string): void {
    if (text.trim() !== '') last = text.trim();
    const added = /^Warning: Permanently added '([^']*)' \(([^)]*)\) to the list of known hosts\.$/.exec(text);
    if (added?.[1] === alias) newHostKey = added[2] ?? null;
    trouble ??= troubleIn(text, alias, host);
  }

  return {
    read(chunk) {
      const lines = (line + chunk.toString('utf8')).split(/\r?\n/);
      line = (lines.pop() ?? '').slice(0, longestLine);
      for (const one of lines) take(one);
    },
    trouble() {
      if (line !== '') take(line);
      line = '';
      return trouble;
    },
    newHostKey: () => newHostKey,
    lastLine: () => (line.trim() === '' ? last : line.trim()),
  };
}

function troubleIn(line: string, alias: string, host: string): SshTrouble | null {
  const text = line.toLowerCase();
  const where = host.toLowerCase();
  if (text.startsWith(`host key for ${alias} has changed`)) return 'host_key_changed';
  if (/^no \S+ host key is known for /.test(text) && text.includes(` ${alias} and you have requested`)) {
    return 'host_key_unknown';
  }
  if (text.startsWith(`ssh: connect to host ${where} port `)) return 'machine_unreachable';
  if (text.startsWith(`ssh: could not resolve hostname ${where}:`)) return 'machine_unreachable';
  if (/^(kex_exchange_identification|ssh_exchange_identification|banner exchange): /.test(text)) {
    return 'machine_unreachable';
  }
  if (/^[^ ]+@[^ ]+: permission denied \([a-z0-9,.@-]*\)\.?$/.test(text) && text.includes(`@${where}: `)) {
    return 'login_refused';
  }
  return null;
}

/**
 * Lets ssh's stderr pass as it comes, but for the line that it says when it meets this machine's host key for the first
 * time. What may become that line is held back until it is known; `rest` gives what was held back at the end.
 */
export function createNoticeFilter(alias: string): { pass(chunk: Buffer): Buffer; rest(): Buffer } {
  const notice = `Warning: Permanently added '${alias}' (`;
  let held = '';
  let begins = true;
  return {
    pass(chunk) {
      let passed = '';
      // Bytes as they are, each a character.
      for (const line of (held + chunk.toString('latin1')).split(/(?<=\n)/)) {
        const whole = line.endsWith('\n');
        held = begins && !whole && (notice.startsWith(line) || line.startsWith(notice)) ? line : '';
        if (held !== '' || (begins && line.startsWith(notice))) continue;
        passed += line;
        begins = whole;
      }
      return Buffer.from(passed, 'latin1');
    },
    rest: () => Buffer.from(held, 'latin1'),
  };
}
