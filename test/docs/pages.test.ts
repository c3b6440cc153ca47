import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownCommands } from '../../src/knownCommands';
import { parse } from '../../src/program';
import { codeBlocks } from './codeBlocks';
import { shellCommands } from './shellCommands';

const pages = [
  ...readdirSync('.').filter((file) => file.endsWith('.md')),
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
];

const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

const isCommand = (word: string): boolean =>
  knownCommands.some(({ name, aliases }) => name === word || name.startsWith(`${word} `) || aliases.includes(word));

/** The anchors of a page's headings, as hosts of Markdown make them. */
function anchorsOf(page: string): Set<string> {
  const headings = [...readFileSync(page, 'utf8').matchAll(/^#{1,6} (.*)$/gm)].map(([, text = '']) => text);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replace(/[^\p{Letter}\p{Number}\- _]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('links to pages and headings that are there', () => {
    const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const own = links.filter((link) => !/^[a-z]+:/.test(link));
    const broken = own.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.join(path.dirname(page), file);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).has(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('shows commands that nube understands', async () => {
    const wrong: string[] = [];
    const blocks = codeBlocks(text).filter(({ language }) => language === 'sh' || language === 'yaml');
    for (const { text: script, language, line } of blocks) {
      const commands =
        language === 'sh'
          ? shellCommands(script)
          : [...script.matchAll(/\bnube [^\n]*/g)].flatMap(([one]) => shellCommands(one));
      for (const [program, ...words] of commands) {
        if (program === 'npm' && words[0] === 'run' && scripts[words[1] ?? ''] === undefined)
          wrong.push(`line ${line}: npm ${words.join(' ')}`);
        if (program !== 'nube' || words.some((word) => word === '…')) continue;
        await parse(words, knownCommands).catch((error: Error) =>
          wrong.push(`line ${line}: ${words.join(' ')}: ${error.message}`),
        );
      }
    }
    expect(wrong).toEqual([]);
  });

  it('names commands in its prose that nube understands', async () => {
    const prose = text.replace(/```[\s\S]*?```/g, '');
    const spans = [...prose.matchAll(/`(nube [^`\n]*)`/g)].map(([, span = '']) => span);
    const wrong: string[] = [];
    for (const span of spans.filter((one) => !/[…|]|\b(VERB|KIND|SHELL)\b/.test(one))) {
      const [words = []] = shellCommands(span);
      // A verb may be named without what it works on.
      if (words.length === 2 && isCommand(words[1] ?? '')) continue;
      await parse(words.slice(1), knownCommands).catch((error: Error) => wrong.push(`${span}: ${error.message}`));
    }
    expect(wrong).toEqual([]);
  });
});
