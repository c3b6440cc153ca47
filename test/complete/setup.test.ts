import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

describe('nube completion', () => {
  const home = new Home();

  it.each([
    ['bash', 'nube.bash'],
    ['zsh', '_nube'],
    ['fish', 'nube.fish'],
    ['powershell', 'nube.ps1'],
  ])('prints the script of %s as it is in completions/', async (shell, file) => {
    const { code, stdout, stderr } = await home.run(`completion ${shell}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(readFileSync(path.join('completions', file), 'utf8'));
  });

  it('prints that of the shell in use, and asks for a name where there is none', async () => {
    const { stdout } = await home.run('completion', { variables: { SHELL: '/usr/bin/fish' } });
    expect(stdout).toBe(readFileSync('completions/nube.fish', 'utf8'));
    const none = await home.run('completion');
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('hint: Name one of bash, zsh, fish, powershell');
    expect((await home.run('completion tcsh')).code).toBe(2);
  });
});

describe('nube completion install', () => {
  const own = (files: Record<string, string> = {}) => {
    const home = new Home();
    const directory = path.join(home.directory, 'me');
    mkdirSync(directory);
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
    const read = (name: string) => readFileSync(path.join(directory, name), 'utf8');
    const run = (line: string) => home.run(line, { variables: { HOME: directory, SHELL: '/bin/bash' } });
    return { home, directory, read, run, script: path.join(home.directory, 'data', 'completions', 'nube.bash') };
  };

  it('says what it does, does it once, and takes it back', async () => {
    const { read, run, script, directory } = own({ '.bashrc': 'alias ll="ls -l"' });
    chmodSync(path.join(directory, '.bashrc'), 0o664);
    const line = `[ -r ${script} ] && . ${script}`;
    const known = async () => (await run('doctor --offline -o json')).json().completion[0];
    expect(await known()).toEqual({ shell: 'bash', installed: null });
    const first = await run('completion install --yes');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`write the script to ${script}`);
    expect(first.stdout).toContain(line);
    const after = `alias ll="ls -l"\n\n# nube completion: begin\n${line}\n# nube completion: end\n`;
    expect(read('.bashrc')).toBe(after);
    expect(readFileSync(script, 'utf8')).toBe(readFileSync('completions/nube.bash', 'utf8'));
    expect((await run('completion install --yes')).stdout).toBe('It is set up already; nothing was changed.\n');
    expect(lstatSync(path.join(directory, '.bashrc')).mode & 0o777).toBe(0o664);
    expect(read('.bashrc')).toBe(after);
    expect(await known()).toEqual({ shell: 'bash', installed: script });
    expect((await run('completion uninstall --yes')).code).toBe(0);
    expect(await known()).toEqual({ shell: 'bash', installed: null });
    expect(read('.bashrc')).toBe('alias ll="ls -l"\n');
    expect(existsSync(script)).toBe(false);
    expect((await run('completion uninstall --yes')).stdout).toBe('Nothing is set up; nothing was changed.\n');
  });

  it('renews a script that is old, and leaves the lines where they are', async () => {
    const { read, run, script } = own();
    await run('completion install --yes');
    const lines = read('.bashrc');
    writeFileSync(script, 'old');
    const { stdout } = await run('completion install --yes');
    expect(stdout).toContain('write the script');
    expect(stdout).not.toContain('add to');
    expect(read('.bashrc')).toBe(lines);
  });

  it('changes nothing where nobody can answer, or only a look was asked for', async () => {
    const { run, directory, script } = own();
    const refused = await run('completion install -o json');
    expect(refused.code).toBe(9);
    const looked = await run('completion install --dry-run');
    expect(looked.code).toBe(0);
    expect(looked.stdout).toMatch(/^This would\n {2}write the script to /);
    expect(existsSync(path.join(directory, '.bashrc'))).toBe(false);
    expect(existsSync(script)).toBe(false);
  });

  it('leaves a link to a file a link', async () => {
    const { directory, read, run } = own({ kept: '' });
    symlinkSync('kept', path.join(directory, '.bashrc'));
    await run('completion install --yes');
    expect(lstatSync(path.join(directory, '.bashrc')).isSymbolicLink()).toBe(true);
    expect(read('kept')).toContain('nube completion: begin');
  });

  it('needs no line for fish, and two for zsh', async () => {
    const { directory, read, run } = own();
    await run('completion install fish --yes');
    expect(read('.config/fish/completions/nube.fish')).toBe(readFileSync('completions/nube.fish', 'utf8'));
    await run('completion install zsh --yes');
    expect(read('.zshrc')).toContain('autoload -Uz compinit');
    expect(existsSync(path.join(directory, '.bashrc'))).toBe(false);
  });

  it('tells of a file that it cannot change', async () => {
    const { directory, run } = own();
    writeFileSync(path.join(directory, '.config'), '');
    const { code, stderr } = await run('completion install fish --yes');
    expect(code).toBe(3);
    expect(stderr).toContain('nube.fish cannot be changed');
  });
});
