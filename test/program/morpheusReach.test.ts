import { describe, expect, it } from 'vitest';
import { MorpheusHome, readingsOf } from './morpheusHome';

const home = new MorpheusHome();
const ssh = (words: string) => home.sandbox(`-p morpheus ssh ${words} --print`);

describe('ssh on Morpheus', () => {
  it('goes to the server of the instance', async () => {
    const run = await ssh('erp-2');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/ -p 22 -- 10\.20\.0\.12\n$/);
  });

  it('goes to the container that was chosen, and says when it chose itself', async () => {
    expect((await ssh('erp-1 --container erp-1-2')).stdout).toMatch(/ -- 10\.20\.0\.11\n$/);
    const own = await ssh('erp-1');
    expect(own.stdout).toMatch(/ -- 10\.20\.0\.10\n$/);
    expect(own.stderr).toMatch(
      /^warning: erp-1 has 2 containers: this is erp-1 \(\d+\); --container chooses erp-1-2 \(\d+\)\.\n$/,
    );
    const wrong = await ssh('erp-1 --container 9');
    expect(wrong.code).toBe(5);
    expect(wrong.stderr).toMatch(/hint: erp-1 has \d+ \(erp-1\), \d+ \(erp-1-2\)\.\n$/);
  });

  it('asks an old appliance for the containers', async () => {
    await home.set({ age: 'legacy' });
    const run = await ssh('erp-2');
    expect(run.stdout).toMatch(/ -- 10\.20\.0\.12\n$/);
    expect(readingsOf(run).at(-1)).toMatch(/containers$/);
  });

  it('runs a command there', async () => {
    const run = await home.sandbox('-p morpheus exec erp-2 -- hostname');
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: 'erp-2\n' });
  });
});

describe('console on Morpheus', () => {
  it('prints the web terminal without a token', async () => {
    const run = await home.nube('console erp-1 -o json');
    expect(run.json()).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/terminal\/\d+$/) });
    expect(run.changes).toEqual([]);
  });
});
