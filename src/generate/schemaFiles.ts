import { createHash } from 'node:crypto';
import type { Command } from '../core/command';
import { schemasOf, schemaVersion } from '../core/shapes';

/** Which schemas a version has, by the digest of each. */
export interface SchemaManifest {
  version: number;
  schemas: Readonly<Record<string, string>>;
}

const folder = 'docs/schemas';
export const manifestFile = `${folder}/manifest.json`;

/**
 * The schemas as files, and their manifest. Throws where one differs from what the manifest so far, null where there
 * is none, says of the same version.
 */
export function schemaFiles(commands: readonly Command[], before: SchemaManifest | null): Record<string, string> {
  const files = Object.fromEntries(
    schemasOf(commands).map(({ name, whole }) => [
      `${name.replaceAll(' ', '-')}.json`,
      `${JSON.stringify(whole, null, 2)}\n`,
    ]),
  );
  const schemas = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, digest(text)]));
  const changed = before?.version === schemaVersion ? changedIn(before.schemas, schemas) : [];
  if (changed.length > 0) {
    throw new Error(
      `The schemas ${changed.join(', ')} have changed: raise schemaVersion in src/core/shapes, then npm run generate`,
    );
  }
  const manifest: SchemaManifest = { version: schemaVersion, schemas };
  const entries = Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]);
  return { ...Object.fromEntries(entries), [manifestFile]: `${JSON.stringify(manifest, null, 2)}\n` };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Those of before that are gone or different now. */
function changedIn(before: SchemaManifest['schemas'], now: SchemaManifest['schemas']): string[] {
  return Object.keys(before).filter((file) => now[file] !== before[file]);
}
