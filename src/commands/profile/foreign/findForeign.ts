import type { Context } from '../../../core/context';
import { CliError } from '../../../core/errors';
import type { Machine } from '../../../core/machine';
import { readVariables } from '../../../core/variables';
import { readCivoFile } from './civoFile';
import type { Findings, Found, Tool } from './found';
import { readMorpheusFiles } from './morpheusFiles';
import { readTerraformFile } from './terraformFile';

/** What the other tools on this machine have left, where each of them keeps it. */
export async function findForeign(context: Context, wanted: readonly Tool[]): Promise<Findings> {
  const machine = await context.machine();
  const places: Readonly<Record<Tool, () => Promise<Findings[]>>> = {
    civo: async () => {
      const file = context.variable('CIVO_CONFIG') ?? inHome(machine, '.civo.json');
      return [await readAs(context, machine, file, civo)];
    },
    morpheus: async () => {
      const home = context.variable('MORPHEUS_CLI_HOME') ?? inHome(machine, '.morpheus');
      return [await readAs(context, machine, home === null ? null : `${home}/appliances`, morpheus)];
    },
    terraform: async () => [
      await readAs(context, machine, context.variable('CIVO_CREDENTIAL_FILE') ?? null, (file, text) =>
        Promise.resolve(readCivoFile(file, text, 'terraform')),
      ),
    ],
    variables: async () => [{ found: await inVariables(context), warnings: [] }],
  };
  return joined((await Promise.all(wanted.map((tool) => places[tool]()))).flat());
}

/** What one file holds, whichever of the tools has written it. Throws `invalid_value` for what none of them writes. */
export async function readForeign(context: Context, file: string, wanted: readonly Tool[]): Promise<Findings> {
  const machine = await context.machine();
  const text = machine.readText(file);
  if (text === null) throw new CliError('invalid_value', `There is no file ${file}`);
  const reader = /\.tf$/.test(file) ? terraform : /^\s*\{/.test(text) || text.trim() === '' ? civo : morpheus;
  const tool: Tool = reader === terraform ? 'terraform' : reader === civo ? 'civo' : 'morpheus';
  if (!wanted.includes(tool)) {
    throw new CliError('conflicting_options', `${file} looks like a file of ${tool}`, {
      hint: `Leave --from out, or give --from ${tool}.`,
    });
  }
  const findings = await readAs(context, machine, file, reader);
  if (findings.found.length === 0 && findings.warnings.length === 0) {
    throw new CliError('invalid_value', `${file} holds no connection`, {
      hint: 'It may be the file of the civo CLI, the appliances of the morpheus CLI, or Terraform’s with a provider in it.',
    });
  }
  return findings;
}

type Reader = (file: string, text: string, context: Context, machine: Machine) => Promise<Findings>;

const civo: Reader = async (file, text) => readCivoFile(file, text);

const terraform: Reader = async (file, text, { variable }, machine) =>
  readTerraformFile(file, text, { values: beside(machine, file, 'terraform.tfvars') ?? '', variable });

const morpheus: Reader = async (file, text, context, machine) => {
  const warnings: string[] = [];
  const read = (content: string, name: string) =>
    context.parseDocument(content, name).catch((thrown: unknown) => {
      warnings.push(`${thrown instanceof Error ? thrown.message : name}, so nothing of it was taken`);
      return null;
    });
  const appliances = await read(text, file);
  if (appliances === null) return { found: [], warnings };
  const credentials = beside(machine, file, 'credentials');
  const wallets = credentials === null ? null : await read(credentials, file.replace(/[^/]*$/, 'credentials'));
  const findings = readMorpheusFiles(file, appliances, wallets, context.now());
  return { found: findings.found, warnings: [...warnings, ...findings.warnings] };
};

/** A file that is not there holds nothing; one that cannot be read, or that others can read, is said. */
async function readAs(context: Context, machine: Machine, file: string | null, reader: Reader): Promise<Findings> {
  if (file === null) return { found: [], warnings: [] };
  try {
    const text = machine.readText(file);
    if (text === null) return { found: [], warnings: [] };
    const findings = await reader(file, text, context, machine);
    const open = ((machine.facts(file)?.mode ?? 0) & 0o077) !== 0 && findings.found.some(holdsSecret);
    return open
      ? { ...findings, warnings: [...findings.warnings, `Others can read the secrets in ${file}`] }
      : findings;
  } catch (thrown) {
    if (!(thrown instanceof CliError)) throw thrown;
    const { reason } = thrown.details;
    return { found: [], warnings: [`${thrown.message}${reason === undefined ? '' : ` (${reason})`}`] };
  }
}

const holdsSecret = ({ token, password }: Found): boolean =>
  [token, password].some((source) => source?.startsWith('plain:') === true);

function beside(machine: Machine, file: string, name: string): string | null {
  return machine.readText(file.includes('/') ? file.replace(/[^/]*$/, name) : name);
}

const inHome = ({ home }: Machine, name: string): string | null => (home === null ? null : `${home}/${name}`);

/** The variables of the providers' own tools, nube's own aside. */
async function inVariables(context: Context): Promise<Found[]> {
  const seen = new Set<string>();
  return (await context.drivers()).flatMap((driver): Found[] => {
    const foreign = (name: string) => (name.startsWith('NUBE_') ? undefined : context.variable(name));
    const { settings, token, password } = readVariables(driver, foreign);
    const signsIn = password !== null && settings.username !== undefined;
    const source = token ?? (signsIn ? password : null);
    if (source === null || seen.has(source)) return [];
    seen.add(source);
    return [
      {
        tool: 'variables',
        name: driver.provider,
        provider: driver.provider,
        settings,
        token,
        password: token === null ? password : null,
        from: `the variable ${source.slice(4)}`,
      },
    ];
  });
}

function joined(all: readonly Findings[]): Findings {
  return { found: all.flatMap(({ found }) => found), warnings: all.flatMap(({ warnings }) => warnings) };
}
