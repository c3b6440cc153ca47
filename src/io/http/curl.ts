import type { Body } from '../../core/http';
import { jsonText } from '../../core/jsonText';
import { Secret } from '../../core/secret';
import { cleanLines } from '../../core/text';
import { type Piece, piecesOf, quote } from './shell';

/** A change as it would be sent, waiting to be written down. */
export interface RecordedRequest {
  profile: string;
  method: string;
  url: URL;
  /** The headers, made for a credential; in text its shell variable stands for it. */
  headers(token: string): Readonly<Record<string, string>>;
  content:
    | { json: Body }
    | { form: Readonly<Record<string, string | Secret>> }
    /** A body as it stands, of a raw request. */
    | { bytes: Buffer | string | Secret }
    /** The file that it is read from; `-` is standard input. */
    | { file: string }
    | null;
  /** Of the headers those whose values are not shown. */
  secretHeaders?: Readonly<Record<string, Secret>>;
  /** Parameters beside those of the address, encoded, whose values are not shown. */
  secretQuery?: readonly (readonly [string, Secret])[];
  /** The file of the profile's own authorities. */
  caFile: string | null;
  insecure: boolean;
  /** The profile's own proxy, or `none`. */
  proxy: string | null;
}

/** The names under which things unknown or secret are found in the shell. */
export interface ShellNames {
  token(profile: string): string;
  /** Begins with `NUBE_`. */
  secret(secret: Secret): string;
  /** Of the ids that only a real answer tells (`ID_1`), those that were handed out. */
  later: ReadonlySet<string>;
}

/** The command that sends the request, and the variables beside the token that it needs, each with what to set it to. */
export function curlCommand(
  request: RecordedRequest,
  names: ShellNames,
): { command: string; variables: ReadonlyMap<string, string> } {
  const variables = new Map<string, string>();
  const read = (text: string) => readIds(text, names, variables);
  const word = (text: string) => quote(read(text));
  const token = names.token(request.profile);
  const hide = (secret: Secret, note = ''): Piece => {
    const variable = names.secret(secret);
    variables.set(variable, `the ${secret.label}, which is not shown${note}`);
    return { variable };
  };
  const headers = Object.entries(request.headers(`$${token}`)).map(([name, value]) => {
    const secret = request.secretHeaders?.[name];
    if (secret !== undefined) return `-H ${quote([`${name}: `, hide(secret)])}`;
    return `-H ${quote(piecesOf(value === '' ? `${name};` : `${name}: ${value}`, new Set([token])))}`;
  });
  const search = (request.secretQuery ?? []).flatMap(([name, secret], index): Piece[] => [
    `${index > 0 || request.url.search !== '' ? '&' : '?'}${encodeURIComponent(name)}=`,
    hide(secret, ', encoded'),
  ]);
  const content = contentOf(request, names, variables, word);
  const words = [
    // A script that was pasted must not go on as if a refusal were an answer.
    'curl -sS --fail-with-body',
    ...(/[[\]{}]/.test(request.url.pathname + request.url.search) ? ['--globoff'] : []),
    ...(request.caFile === null ? [] : [`--cacert ${quote([request.caFile])}`]),
    ...(request.insecure ? ['--insecure'] : []),
    ...proxyOf(request.proxy, variables),
    `-X ${request.method}`,
    quote([...read(request.url.href), ...search]),
    ...headers,
    ...content.words,
  ];
  return { command: `${content.before}${words.join(' ')}`, variables };
}

/** Splits text at the variables that stand for ids, and notes what each is. */
function readIds(text: string, { later }: ShellNames, variables: Map<string, string>): Piece[] {
  const pieces = piecesOf(text, later);
  for (const piece of pieces) {
    if (typeof piece === 'string') continue;
    variables.set(piece.variable, `the id that the answer to ${piece.variable.slice('ID_'.length)} tells`);
  }
  return pieces;
}

function proxyOf(proxy: string | null, variables: Map<string, string>): string[] {
  if (proxy === null) return [];
  if (proxy === 'none') return ["--noproxy '*'"];
  if (!proxy.includes('@')) return [`--proxy ${quote([proxy])} --noproxy ''`];
  variables.set('NUBE_PROXY', 'the proxy of the profile');
  return [`--proxy "$NUBE_PROXY" --noproxy ''`];
}

/** What curl is told of the body, and the command that makes the body where it must not be written out. */
function contentOf(
  { content, method }: RecordedRequest,
  names: ShellNames,
  variables: Map<string, string>,
  word: (text: string) => string,
): { before: string; words: readonly string[] } {
  if (content === null) {
    const expected = method !== 'DELETE' && method !== 'OPTIONS';
    return { before: '', words: expected ? ["-H 'Content-Length: 0'"] : [] };
  }
  if ('file' in content) return { before: '', words: [`--data-binary ${quote([`@${content.file}`])}`] };
  if ('bytes' in content) {
    if (!(content.bytes instanceof Secret)) return bytesOf(content.bytes);
    const variable = names.secret(content.bytes);
    variables.set(variable, 'the body, which is not shown');
    return { before: '', words: [`--data-raw "$${variable}"`] };
  }
  const program = createProgram(names, variables);
  if ('form' in content) {
    const { form } = content;
    if (!Object.values(form).some((value) => value instanceof Secret)) {
      return { before: '', words: [`-d ${word(new URLSearchParams(form as Record<string, string>).toString())}`] };
    }
    const pairs = Object.entries(form).map(([name, value]) => {
      const left = new URLSearchParams({ [name]: typeof value === 'string' ? value : '' }).toString();
      return typeof value === 'string' ? left : `${left}\\(${program.variable(value)})`;
    });
    return { before: `jq -n -j ${program.line(`@uri "${pairs.join('&')}"`)} | `, words: ['-d @-'] };
  }
  if (!holdsSecret(content.json)) return { before: '', words: [`-d ${word(jsonText(content.json))}`] };
  return { before: `jq -n -c ${program.line(program.json(content.json))} | `, words: ['-d @-'] };
}

function bytesOf(content: Buffer | string): { before: string; words: readonly string[] } {
  const bytes = Buffer.from(content);
  const text = bytes.toString();
  const plain = cleanLines(text) === text && Buffer.from(text).equals(bytes);
  if (plain) return { before: '', words: [`--data-raw ${quote([text])}`] };
  return {
    before: `printf %s ${quote([bytes.toString('base64')])} | base64 -d | `,
    words: ['--data-binary @-'],
  };
}

function holdsSecret(body: Body | undefined): boolean {
  if (body instanceof Secret) return true;
  if (typeof body !== 'object' || body === null) return false;
  return Object.values(body).some(holdsSecret);
}

const keywords = /^(and|as|catch|def|elif|else|end|foreach|if|import|include|label|module|or|reduce|then|try|__loc__)$/;

/** Collects what a jq program needs from the shell. */
function createProgram(names: ShellNames, variables: Map<string, string>) {
  const given = new Map<string, string>();

  const variable = (secret: Secret): string => {
    const shell = names.secret(secret);
    const name = jqName(shell.slice('NUBE_'.length).toLowerCase());
    if (secret.file === null) {
      given.set(name, `--arg ${name} "$${shell}"`);
      variables.set(shell, `the ${secret.label}, which is not shown`);
    } else {
      given.set(name, `--rawfile ${name} ${secret.file === '-' ? '/dev/stdin' : quote([secret.file])}`);
    }
    return `$${name}`;
  };

  const text = (value: string): string => {
    const written = readIds(value, names, variables).map((piece) => {
      if (typeof piece === 'string') return jsonText(piece).slice(1, -1);
      given.set(piece.variable, `--arg ${piece.variable} "$${piece.variable}"`);
      return `\\($${piece.variable})`;
    });
    return `"${written.join('')}"`;
  };

  const json = (body: Body | undefined): string => {
    if (body instanceof Secret) return variable(body);
    if (typeof body === 'string') return text(body);
    if (Array.isArray(body)) return `[${body.map(json).join(',')}]`;
    if (typeof body !== 'object' || body === null) return JSON.stringify(body ?? null);
    const fields = Object.entries(body).filter(([, value]) => value !== undefined);
    return `{${fields.map(([key, value]) => `${jsonText(key)}:${json(value)}`).join(',')}}`;
  };

  return { variable, json, line: (source: string) => [...given.values(), quote([source])].join(' ') };
}

function jqName(name: string): string {
  return keywords.test(name) || /^\d/.test(name) ? `_${name}` : name;
}
