import { entryOf } from '../../../core/entryOf';
import type { SecretSource, SettingName } from '../../../core/profile';
import type { Findings, Found } from './found';

/** What the arguments of a Terraform provider are in nube's words, by the provider's local name. */
const providers: Readonly<Record<string, Readonly<Record<string, SettingName | 'token' | 'password'>>>> = {
  civo: { token: 'token', region: 'region', api_endpoint: 'endpoint' },
  cloudca: { api_key: 'token', api_url: 'endpoint' },
  coxedge: { key: 'token' },
  cycle: { api_key: 'token', hub_id: 'hub', api_url: 'endpoint' },
  morpheus: { url: 'endpoint', access_token: 'token', username: 'username', password: 'password' },
};

interface Sources {
  /** The text of `terraform.tfvars` beside the file, empty where there is none. */
  values: string;
  variable(name: string): string | undefined;
}

/**
 * Reads `provider` blocks from one file of Terraform's language, as far as their arguments are texts, or variables that
 * `TF_VAR_…`, `terraform.tfvars` or a default gives. Anything else is said and left out.
 */
export function readTerraformFile(file: string, text: string, { values, variable }: Sources): Findings {
  const warnings: string[] = [];
  const given = assignments(values);
  const defaults = new Map(
    blocks(text, 'variable').flatMap(({ label, body }): [string, string][] => {
      const value = assignments(body).get('default');
      return value === undefined ? [] : [[label, value]];
    }),
  );
  const found = blocks(text, 'provider').flatMap(({ label, body }): Found[] => {
    const words = entryOf(providers, label);
    if (words === undefined) return [];
    const settings: Partial<Record<SettingName, string>> = {};
    const secrets: { token: SecretSource | null; password: SecretSource | null } = { token: null, password: null };
    const own = assignments(body);
    for (const [argument, meaning] of Object.entries(words)) {
      const expression = own.get(argument);
      if (expression === undefined) continue;
      const value = literal(expression) ?? ofVariable(expression);
      if (value === null)
        warnings.push(`${file}: provider ${label} has a ${argument} that only Terraform can work out`);
      else if (meaning === 'token' || meaning === 'password') {
        secrets[meaning] = 'variable' in value ? `env:${value.variable}` : `plain:${value.text}`;
      } else settings[meaning] = 'variable' in value ? (variable(value.variable) ?? '') : value.text;
    }
    if (secrets.token === null && secrets.password === null) {
      warnings.push(`${file}: provider ${label} has no credential in it`);
      return [];
    }
    const alias = literal(own.get('alias') ?? '');
    const called = alias !== null && 'text' in alias ? alias.text : label;
    return [
      { tool: 'terraform', name: called, provider: label, settings, ...secrets, from: `${file}, provider ${called}` },
    ];
  });
  return { found, warnings };

  function ofVariable(expression: string): { text: string } | { variable: string } | null {
    const name = /^var\.([\w-]+)$/.exec(expression)?.[1];
    if (name === undefined) return null;
    if (variable(`TF_VAR_${name}`) !== undefined) return { variable: `TF_VAR_${name}` };
    return literal(given.get(name) ?? defaults.get(name) ?? '');
  }
}

/** The blocks of one kind with one label, and what stands between their braces. */
function blocks(text: string, kind: string): { label: string; body: string }[] {
  const bare = withoutComments(text);
  const heads = new RegExp(`^[ \\t]*${kind}[ \\t]+"([\\w-]+)"[ \\t]*\\{`, 'gm');
  return [...bare.matchAll(heads)].map((head) => {
    const start = (head.index ?? 0) + head[0].length;
    let depth = 1;
    let quoted = false;
    let at = start;
    for (; at < bare.length && depth > 0; at += 1) {
      const character = bare[at];
      if (character === '\\' && quoted) at += 1;
      else if (character === '"') quoted = !quoted;
      else if (!quoted && character === '{') depth += 1;
      else if (!quoted && character === '}') depth -= 1;
    }
    return { label: head[1] ?? '', body: bare.slice(start, at - 1) };
  });
}

/** `name = expression`, a line each; the expression stays as it is written. */
function assignments(text: string): Map<string, string> {
  const lines = withoutComments(text).split(/[\r\n]+|(?<="),(?=\s*\w+\s*=)/);
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, name, expression] = /^\s*([\w-]+)\s*=\s*(.*?)\s*,?\s*$/.exec(line) ?? [];
      return name === undefined || expression === undefined ? [] : [[name, expression]];
    }),
  );
}

/** Comments go; a sign for one that stands between quotes is none. */
function withoutComments(text: string): string {
  return text.replace(/("(?:[^"\\\n]|\\.)*")|\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*/g, (_whole, quoted) => quoted ?? '');
}

/** A text between quotes that holds no template. */
function literal(expression: string): { text: string } | null {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(expression)?.[1];
  if (inner === undefined || inner === '' || /[$%]\{/.test(inner)) return null;
  return { text: inner.replace(/\\(["\\])/g, '$1') };
}
