// Keeps out of the start what packages do at module scope and nube hardly ever needs. Measured on Node 20 for a `list`
// with one request, of about 60 ms in all: got 45 ms -> 8, conf 20 ms -> 6. Node's own modules among these are the larger part: TLS,
// crypto and http2 are read when they are first used. An edit that no longer fits its package fails the build.
import { readFileSync } from 'node:fs';

/** The text of each edit, by the end of the file's name. */
const edits = {
  // Two of ICU's list formatters, for error messages about wrong options.
  '@sindresorhus/is/distribution/index.js': [
    [
      "const andFormatter = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });",
      "const andFormatter = { format: (list) => new Intl.ListFormat('en', { style: 'long', type: 'conjunction' }).format(list) };",
    ],
    [
      "const orFormatter = new Intl.ListFormat('en', { style: 'long', type: 'disjunction' });",
      "const orFormatter = { format: (list) => new Intl.ListFormat('en', { style: 'long', type: 'disjunction' }).format(list) };",
    ],
  ],
  'got/dist/source/core/options.js': [
    [
      "import https from 'node:https';",
      "const https = { get request() { return process.getBuiltinModule('node:https').request; } };",
    ],
    [
      "import { checkServerIdentity } from 'node:tls';",
      "const checkServerIdentity = (...given) => process.getBuiltinModule('node:tls').checkServerIdentity(...given);",
    ],
  ],
  // A random id for each request, which only who listens on got's diagnostics channels is told.
  'got/dist/source/core/diagnostics-channel.js': [
    ["import { randomUUID } from 'node:crypto';", ''],
    [
      'return randomUUID();',
      "return Object.values(channels).some((one) => one.hasSubscribers) ? process.getBuiltinModule('node:crypto').randomUUID() : '';",
    ],
  ],
  'decompress-response/index.js': [
    [
      "import zlib from 'node:zlib';",
      "const zlib = new Proxy({}, { get: (_, name) => process.getBuiltinModule('node:zlib')[name] });",
    ],
    ["const supportsZstd = typeof zlib.createZstdDecompress === 'function';", ''],
    ['if (supportsZstd) {', "if (contentEncoding !== '' && typeof zlib.createZstdDecompress === 'function') {"],
  ],
  // For subcommands that are programs of their own.
  'commander/lib/command.js': [
    [
      "const childProcess = require('node:child_process');",
      "const childProcess = { spawn: (...given) => process.getBuiltinModule('node:child_process').spawn(...given) };",
    ],
  ],
  // For encrypted files.
  'conf/dist/source/index.js': [
    [
      "import crypto from 'node:crypto';",
      "const crypto = new Proxy({}, { get: (_, name) => process.getBuiltinModule('node:crypto')[name] });",
    ],
    [
      "import assert from 'node:assert';",
      "const assert = { deepEqual(...given) { if (!isDeepStrictEqual(...given)) process.getBuiltinModule('node:assert').deepEqual(...given); } };",
    ],
  ],
  // What is imported as a whole would be copied name by name, Node's own modules too; names can be inherited instead.
  '\0rolldown/runtime.js': [
    [
      'export var __toESM = (mod, isNodeMode, target) => (',
      `export var __toESM = (mod, isNodeMode, target) => typeof mod === 'object' && mod !== null && (isNodeMode || !mod.__esModule)
        ? __create(mod, { default: { value: mod, enumerable: true } })
        : (`,
    ],
  ],
  // conf's writer sends every signal on to the process, where it would count as a second press of Ctrl-C.
  'when-exit/dist/node/interceptor.js': [['for (const signal of Signals) {', 'for (const signal of []) {']],
};

/** Packages that others name and nube never comes to use, by who names them and why nube doesn't. */
const leftOut = {
  'http2-wrapper': 'got with http2',
  'cacheable-request': 'got with a cache',
  'cacheable-lookup': 'got with a cache of names',
  'ajv/dist/2020.js': 'conf with a schema',
  'ajv-formats': 'conf with a schema',
  semver: 'conf with migrations',
};

/** A program's text for a value: parsed at 50 kB in a third of the time that the same takes as a program. */
const parsed = (value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

const fits = (file, end) => file === end || file.replaceAll('\\', '/').endsWith(`/node_modules/${end}`);

/** The plugin for the bundler. Fails the build where an edit or a package left out is not met. */
export function lean() {
  const unmet = new Set([
    ...Object.entries(edits).flatMap(([file, some]) => some.map(([find]) => `${file}: ${find}`)),
    ...Object.keys(leftOut),
  ]);
  return {
    name: 'lean',
    resolveId(source, importer = '') {
      if (leftOut[source] === undefined || !/[\\/]node_modules[\\/](got|conf)[\\/]/.test(importer)) return null;
      unmet.delete(source);
      return { id: `\0left-out:${source}`, moduleSideEffects: false };
    },
    load(id) {
      if (/[\\/]src[\\/].*\.json$/.test(id)) {
        const value = JSON.parse(readFileSync(id, 'utf8'));
        return { code: `export default ${parsed(value)};`, moduleType: 'js' };
      }
      if (!id.startsWith('\0left-out:')) return null;
      const name = id.slice('\0left-out:'.length);
      const message = `nube is built without ${name}, so without ${leftOut[name]}: see src/build/lean.mjs`;
      return `const refuse = () => { throw new Error(${JSON.stringify(message)}); };
        export default new Proxy(refuse, { get: refuse, construct: refuse });
        export class CacheError extends Error {}
        export { refuse as Ajv2020 };`;
    },
    transform(code, id) {
      const [file, some] = Object.entries(edits).find(([end]) => fits(id, end)) ?? [];
      if (file === undefined) return null;
      let changed = code;
      for (const [find, put] of some) {
        if (changed.split(find).length !== 2) continue;
        changed = changed.replace(find, () => put);
        unmet.delete(`${file}: ${find}`);
      }
      return { code: changed, map: null };
    },
    buildEnd(error) {
      if (error !== undefined || unmet.size === 0) return;
      throw new Error(`src/build/lean.mjs no longer fits the packages:\n${[...unmet].join('\n')}`);
    },
  };
}
