// What the bundle is made of, for those who must know: CycloneDX 1.5.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of sbom.cdx.json: nube, the packages inside of its bundle, and those that an installation may add. */
export function billOfMaterials(packages) {
  const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const bundled = packages.map((one) => component(one, locked[path.relative('.', one.directory)], 'required'));
  const optional = Object.entries(locked)
    .filter(([key, { dev }]) => key !== '' && dev !== true)
    .map(([key, entry]) => component({ name: key.replace(/^.*node_modules\//, ''), ...entry }, entry, 'optional'));
  const own = { type: 'application', name, version, ...licences(license), purl: purl(name, version) };
  return `${JSON.stringify(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      metadata: { component: { 'bom-ref': own.purl, ...own } },
      components: [...bundled, ...optional],
    },
    null,
    2,
  )}\n`;
}

function component({ name, version, license }, locked, scope) {
  const at = purl(name, version);
  return {
    type: 'library',
    'bom-ref': at,
    name,
    version,
    scope,
    ...licences(license),
    purl: at,
    ...(locked?.version === version && locked.integrity ? hashes(locked.integrity) : {}),
  };
}

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
const licences = (license) => (typeof license === 'string' ? { licenses: [{ expression: license }] } : {});

function hashes(integrity) {
  const [algorithm, value] = integrity.split('-');
  if (algorithm !== 'sha512') return {};
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(value, 'base64').toString('hex') }] };
}
