import { commandHelp, familyHelp, pipeWidth, rootHelp } from './help';
import { knownCommands } from './knownCommands';

/** Every help text as it is printed into a pipe, by what stands before `--help`. */
export async function helpTexts(): Promise<Readonly<Record<string, string>>> {
  const families = new Set(knownCommands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])));
  const commands = await Promise.all(
    knownCommands.map(async ({ name, aliases, load }) => {
      const text = commandHelp(await load(), pipeWidth);
      return [name, ...aliases].map((word) => [`nube ${word}`, text]);
    }),
  );
  return Object.fromEntries([
    ['nube', rootHelp(knownCommands, pipeWidth)],
    ...[...families].map((family) => [`nube ${family}`, familyHelp(family, knownCommands)]),
    ...commands.flat(),
  ]);
}
