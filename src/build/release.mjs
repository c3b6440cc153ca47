// Makes a release: everything is checked first, and nothing is published unless --publish is given.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const publish = process.argv.includes('--publish');

function step(title, command, ...args) {
  console.log(`\n== ${title}: ${command} ${args.join(' ')}`);
  execFileSync(command, args, { stdio: 'inherit' });
}

const dirty = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
if (dirty !== '') throw new Error(`There are changes that are not committed:\n${dirty}`);
if (!readFileSync('CHANGELOG.md', 'utf8').includes(`\n## ${version}\n`)) {
  throw new Error(`CHANGELOG.md has no section ${version}`);
}

step('the packages as the lock file has them', 'npm', 'ci');
step('no known flaw of high severity', 'npm', 'audit', '--audit-level=high');
step('signatures of the registry', 'npm', 'audit', 'signatures');
step('the suite', 'npm', 'test', '--', '--complete');
step('the build', 'npm', 'run', 'build');
step('the tarball', 'npm', 'pack');
copyFileSync('dist/sbom.cdx.json', `nube-${version}.sbom.cdx.json`);
console.log(`\nnube-${version}.tgz and its bill of materials, nube-${version}.sbom.cdx.json, are ready.`);

if (publish) {
  // Provenance ties the package to the commit and the workflow that built it; the registry takes it only from CI.
  step('publishing', 'npm', 'publish', '--provenance', '--access', 'public', `nube-${version}.tgz`);
  step('the tag', 'git', 'tag', '-a', `v${version}`, '-m', `nube ${version}`);
} else console.log('Nothing was published: give --publish, in the release workflow.');
