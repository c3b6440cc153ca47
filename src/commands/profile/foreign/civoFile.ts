import { type Findings, type Found, mapping, nothing, type Tool, word } from './found';

/**
 * Reads what the civo CLI keeps in `~/.civo.json`: keys by name, the current one, a region and the address of the API.
 * Terraform's provider takes a file of the same form.
 */
export function readCivoFile(file: string, text: string, tool: Tool = 'civo'): Findings {
  if (text.trim() === '') return nothing;
  const parsed = parseJson(text);
  const keys = mapping(parsed?.apikeys);
  if (parsed === null || keys === null) {
    return { found: [], warnings: [`${file} is not as the civo CLI writes it, so nothing of it was taken`] };
  }
  const meta = mapping(parsed.meta) ?? {};
  const region = word(meta.default_region);
  const url = word(meta.url)?.replace(/\/+$/, '') ?? null;
  const usual = url === null || url === 'https://api.civo.com';
  const warnings: string[] = [];
  const found = Object.entries(keys).flatMap(([name, value]): Found[] => {
    const key = word(value);
    if (key === null) {
      warnings.push(`${file} has no key under ${JSON.stringify(name)}`);
      return [];
    }
    return [
      {
        tool,
        name,
        provider: 'civo',
        settings: { ...(region === null ? {} : { region }), ...(usual ? {} : { endpoint: url }) },
        token: `plain:${key}`,
        password: null,
        from: `${file}, key ${name}${name === meta.current_apikey ? ' (current)' : ''}`,
      },
    ];
  });
  // The current one first, so that it gets the name it wants.
  found.sort((a, b) => Number(b.name === meta.current_apikey) - Number(a.name === meta.current_apikey));
  return { found, warnings };
}

function parseJson(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return mapping(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch {
    return null;
  }
}
