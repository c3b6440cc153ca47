import type { Route } from './emulator';

/** Finds the route for a path. */
export interface Router<Data> {
  match(method: string, path: string): Match<Data> | undefined;
  /** The methods that this path has routes for. */
  methods(path: string): string[];
}

export interface Match<Data> {
  route: Route<Data>;
  params: Record<string, string>;
}

interface Compiled<Data> {
  route: Route<Data>;
  segments: readonly Segment[];
}

interface Segment {
  literal: string | undefined;
  name: string;
}

export function createRouter<Data>(routes: readonly Route<Data>[], collapseSlashes: boolean): Router<Data> {
  const methods = [...new Set(routes.map((route) => route.method))];
  const table = new Map<string, Compiled<Data>[]>();
  for (const route of routes) {
    const segments = route.path.split('/').map(compileSegment);
    const key = `${route.method} ${segments.length}`;
    table.set(key, [...(table.get(key) ?? []), { route, segments }]);
  }

  function split(path: string): string[] {
    const parts = path.split('/');
    return collapseSlashes ? ['', ...parts.filter((part) => part !== '')] : parts;
  }

  function find(method: string, parts: readonly string[]): Match<Data> | undefined {
    for (const candidate of table.get(`${method} ${parts.length}`) ?? []) {
      const params = paramsOf(candidate.segments, parts);
      if (params) return { route: candidate.route, params };
    }
    return undefined;
  }

  return {
    match: (method, path) => find(method, split(path)),
    methods: (path) => methods.filter((method) => find(method, split(path))),
  };
}

function compileSegment(text: string): Segment {
  return text.startsWith(':') ? { literal: undefined, name: text.slice(1) } : { literal: text, name: '' };
}

function paramsOf(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index] as Segment;
    const part = parts[index] as string;
    if (segment.literal === undefined) {
      const value = part === '' ? undefined : decode(part);
      if (value === undefined) return undefined;
      params[segment.name] = value;
    } else if (segment.literal !== part) {
      return undefined;
    }
  }
  return params;
}

function decode(part: string): string | undefined {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
