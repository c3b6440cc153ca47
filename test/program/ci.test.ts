import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';

const home = new Home();
const outputs = path.join(home.directory, 'github-output');
const github = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: outputs };
const gitlab = {
  CI: 'true',
  GITLAB_CI: 'true',
  CI_PROJECT_DIR: home.directory,
  CI_JOB_URL: 'https://ci.example/job/7',
};

beforeEach(() => writeFileSync(outputs, 'before=kept\n'));

const written = () => readFileSync(outputs, 'utf8');

describe('errors in a CI system', () => {
  it('become annotations in GitHub Actions, beside what is always said', async () => {
    const run = await home.sandbox('get nope -p civo', { variables: github });
    expect(run.code).toBe(5);
    expect(run.stderr).toBe(
      'error: No instance "nope" in civo\n' +
        'hint: nube list shows them all.\n' +
        '::error title=nube%3A instance_not_found::No instance "nope" in civo%0Ahint: nube list shows them all.\n',
    );
    expect(run.stdout).toBe('');
  });

  it('keep every line of stderr an object where JSON was asked for', async () => {
    const run = await home.sandbox('get nope -p civo -o json', { variables: github });
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.error().code).toBe('instance_not_found');
  });

  it('cannot put a command of their own into the log', async () => {
    const run = await home.sandbox(['get', 'a\n::stop-commands::x', '-p', 'civo'], { variables: github });
    expect(run.stderr.split('\n').filter((line) => line.startsWith('::'))).toHaveLength(1);
    expect(run.stderr).toMatch(/^::error title=nube%3A instance_not_found::No instance /m);
  });

  it('join the annotations report that GitLab is told to show', async () => {
    const report = path.join(home.directory, 'annotations.json');
    const theirs = { tests: [{ external_link: { label: 'Report', url: 'https://ci.example/report' } }] };
    writeFileSync(report, JSON.stringify(theirs));
    const variables = { ...gitlab, NUBE_ANNOTATIONS: 'annotations.json' };
    await home.sandbox('get nope -p civo', { variables });
    const run = await home.sandbox('get nowhere -p civo', { variables });
    expect(run.code).toBe(5);
    const link = (label: string) => ({ external_link: { label, url: 'https://ci.example/job/7' } });
    expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({
      ...theirs,
      nube: [
        link('instance_not_found: No instance "nope" in civo'),
        link('instance_not_found: No instance "nowhere" in civo'),
      ],
    });
  });
});

describe('--show-secrets in GitHub Actions', () => {
  it('registers each value for masking before it is printed', async () => {
    const run = await home.sandbox('get cache-1 -p civo --show-secrets -o json', { variables: github });
    const { password } = run.json();
    expect(password.length).toBeGreaterThan(5);
    expect(run.stderr.split('\n')).toContain(`::add-mask::${password}`);
  });

  it('registers nothing that is not printed', async () => {
    const run = await home.sandbox('get web-1 -p civo -o json', { variables: github });
    expect(run.stderr).toBe('');
  });

  it('says nothing of masking elsewhere', async () => {
    const run = await home.sandbox('get cache-1 -p civo --show-secrets -o json', { variables: gitlab });
    expect(run.json().password).toEqual(expect.any(String));
    expect(run.stderr).toBe('');
  });

  it('masks the initial password of a new instance', async () => {
    const line = 'create masked-1 -p cloudca --size 1vCPU.1GB --network Web-prod --show-secrets -o json';
    const image = ['--image', 'Ubuntu 22.04 HVM base (64bit)'];
    const run = await home.sandbox([...line.split(' '), ...image], { variables: github });
    expect(run.code).toBe(0);
    const [{ password }] = run.json();
    expect(run.stderr.split('\n').filter((text) => text.startsWith('::add-mask::'))).toEqual([
      `::add-mask::${password}`,
    ]);
  });
});

describe('--step-output', () => {
  it('adds the fields of one instance to the outputs of a step in GitHub Actions', async () => {
    const run = await home.sandbox('get web-1 -p civo -o id --step-output', { variables: github });
    expect(run.code).toBe(0);
    const lines = written().split('\n');
    expect(lines[0]).toBe('before=kept');
    expect(lines).toContain(`id=${run.stdout.trim()}`);
    expect(lines).toContain(`ids=${run.stdout.trim()}`);
    expect(lines).toContain(`refs=civo/${run.stdout.trim()}`);
    expect(lines).toContain('count=1');
    expect(lines).toContain('name=web-1');
    expect(lines).toContain('state=running');
    expect(lines.find((line) => line.startsWith('publicAddresses='))).toMatch(/^publicAddresses=[0-9.]+$/);
    const result = lines.find((line) => line.startsWith('result='))?.slice('result='.length) ?? '';
    expect(JSON.parse(result)).toMatchObject({ name: 'web-1', password: null });
  });

  it('tells of several how many there are, and which', async () => {
    const run = await home.sandbox('list -p civo -o ref --step-output', { variables: github });
    const refs = run.stdout.trim().split('\n');
    const lines = written().split('\n');
    expect(lines).toContain(`count=${refs.length}`);
    expect(lines).toContain(`refs=${refs.join(' ')}`);
    expect(lines).toContain(`ids=${refs.map((ref) => ref.replace('civo/', '')).join(' ')}`);
    expect(lines.some((line) => line.startsWith('name='))).toBe(false);
  });

  it('hands on what a query asks for, a word without its quotes', async () => {
    const line = ['get', 'web-1', '-p', 'civo', '--query', 'publicAddresses[0]', '--step-output'];
    const run = await home.sandbox(line, { variables: github });
    expect(written()).toBe(`before=kept\nresult=${run.json()}\n`);
  });

  it('writes a dotenv report in GitLab, and leaves out what it has no room for', async () => {
    const run = await home.sandbox('list --step-output -o ref', { variables: gitlab });
    expect(run.code).toBe(0);
    const file = path.join(home.directory, 'nube.env');
    const text = readFileSync(file, 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(5 * 1024);
    expect(text.split('\n')).toContain(`NUBE_COUNT=${run.stdout.trim().split('\n').length}`);
    expect(text).not.toContain('NUBE_RESULT=');
    expect(run.stderr).toBe(`warning: ${file} has no room for NUBE_RESULT; --query makes it smaller.\n`);
  });

  it('names variables in capitals', async () => {
    const file = path.join(home.directory, 'named.env');
    const run = await home.sandbox('get web-1 -p civo -o id --step-output', { variables: { NUBE_STEP_OUTPUT: file } });
    expect(run.stderr).toBe('');
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines).toContain('NUBE_PROVIDER_STATE=ACTIVE');
    const names = lines.map((line) => line.slice(0, line.indexOf('=')));
    expect(names).toEqual(expect.arrayContaining(['NUBE_MEMORY_MIB', 'NUBE_DISK_GIB']));
  });

  it('is refused before anything is sent where there is nowhere to write', async () => {
    const nowhere = await home.sandbox('stop web-1 -p civo --yes --step-output');
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toBe(
      'error: --step-output knows GitHub Actions and GitLab, and this is neither\n' +
        'hint: Name a file for it: export NUBE_STEP_OUTPUT=result.env\n',
    );
    const file = path.join(home.directory, 'no', 'such', 'directory');
    const broken = await home.sandbox('stop web-1 -p civo --yes --step-output', {
      variables: { NUBE_STEP_OUTPUT: file },
    });
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain(
      `error: --step-output cannot write ${file}\nreason: its directory does not exist\n`,
    );
    expect([...nowhere.requests, ...broken.requests]).toEqual([]);
  });

  it('is refused beside --watch', async () => {
    const run = await home.sandbox('list --watch --step-output', { variables: github });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('error: --step-output hands on one result, and --watch gives many\n');
  });
});
