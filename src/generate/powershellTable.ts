import type { ScriptTable } from './scriptTable';

/** The table for PowerShell. */
export function powershellTable({ blocks, commands, families, firsts, common }: ScriptTable): string {
  const entries = commands.flatMap(({ name, aliases, blocks: own, places, foreign }) =>
    [name, ...aliases].map(
      (word) =>
        `    ${quoted(word)} = @{ Name = ${quoted(name)}; Blocks = @(${own.join(', ')}); Places = @(${places.map(quoted).join(', ')}); Foreign = ${quoted(foreign)} }`,
    ),
  );
  return [
    '$script:NubeOptions = @(',
    blocks.map((block) => `    , @(${block.map(quoted).join(',\n        ')})`).join('\n'),
    ')',
    `$script:NubeCommon = ${common}`,
    '$script:NubeFirsts = @(',
    firsts.map(({ word, summary }) => `    ${quoted(`${word}|${summary}`)}`).join('\n'),
    ')',
    '$script:NubeCommands = @{',
    ...entries,
    '}',
    '$script:NubeFamilies = @{',
    ...families.map(({ name, members }) => {
      const words = members.map((one) => quoted(`${one.name.slice(name.length + 1)}|${one.summary}`));
      return `    ${quoted(name)} = @(${words.join(', ')})`;
    }),
    '}',
  ].join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
