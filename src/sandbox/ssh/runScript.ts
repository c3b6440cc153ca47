import { builtins } from './builtins';
import { parseCommandLine, SyntaxFault, type Word } from './commandLine';
import { PROCESS_ID, type Process } from './process';

/** How a script ended: its status, and whether `exit` was what ended it. */
export interface Outcome {
  status: number;
  exited: boolean;
}

/** Runs a script, one or more lines. Throws an Interrupted when a signal ends it. */
export async function runScript(script: string, process: Process, name = 'sh'): Promise<Outcome> {
  let commands: ReturnType<typeof parseCommandLine>;
  try {
    commands = parseCommandLine(script);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    await process.writeError(`${name}: ${error.message}\n`);
    process.status = 2;
    return { status: 2, exited: false };
  }
  for (const { when, words } of commands) {
    if (when !== 'always' && (process.status === 0) !== (when === 'success')) continue;
    const [command = '', ...values] = words.map((word) => expand(word, process));
    if (command === 'exit') return { status: exitStatus(values[0], process.status), exited: true };
    const assigned = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(command);
    if (assigned && values.length === 0) {
      process.environment[assigned[1] as string] = assigned[2] as string;
      process.status = 0;
      continue;
    }
    process.status = await runCommand(command, values, process, name);
  }
  return { status: process.status, exited: false };
}

async function runCommand(command: string, values: string[], process: Process, name: string): Promise<number> {
  process.signal.throwIfAborted();
  if (['sh', 'bash', '/bin/sh', '/bin/bash'].includes(command)) return runShell(values, process);
  const plain = command.replace(/^\/(usr\/)?bin\//, '');
  const run = Object.hasOwn(builtins, plain) ? builtins[plain] : undefined;
  if (run) return run(values, process);
  await process.writeError(`${name}: ${command}: command not found\n`);
  return 127;
}

/** `sh -c SCRIPT`, `sh FILE`, `sh -s` or `sh`, which reads the script from its input. */
async function runShell(values: string[], process: Process): Promise<number> {
  const inner = { ...process, environment: { ...process.environment } };
  const operands = [...values];
  let inline = false;
  while (operands[0]?.startsWith('-') || operands[0] === '+x') {
    inline ||= /^-[a-z]*c/.test(operands.shift() as string);
  }
  if (inline) return (await runScript(operands[0] ?? '', inner)).status;
  if (operands[0] !== undefined && !values.includes('-s')) {
    let script: string;
    try {
      script = process.files.read(operands[0]).toString('utf8');
    } catch (error) {
      await process.writeError(`sh: 0: cannot open ${operands[0]}: ${(error as Error).message}\n`);
      return 2;
    }
    return (await runScript(script, inner)).status;
  }
  for (;;) {
    const line = await process.input.readLine(process.signal);
    if (line === undefined) return inner.status;
    const outcome = await runScript(line, inner);
    if (outcome.exited) return outcome.status;
  }
}

function expand(word: Word, process: Process): string {
  return word
    .map((part) => {
      if ('text' in part) return part.text;
      if (part.variable === '?') return String(process.status);
      if (part.variable === '$') return String(PROCESS_ID);
      return Object.hasOwn(process.environment, part.variable) ? process.environment[part.variable] : '';
    })
    .join('');
}

function exitStatus(value: string | undefined, last: number): number {
  if (value === undefined) return last;
  return /^[0-9]+$/.test(value) ? Number(value) & 255 : 2;
}
