import type { CreateInput, Question, Session } from '../../core/driver';
import { choose, typable } from './choose';
import type { Installation } from './installation';
import { type Offering, readNetworks, readOfferings, readSshKeys, readTemplates, readZones } from './lookups';
import { placeOf } from './place';

/** What the wizard asks, in the order in which a person decides. */
export function questions(installation: Installation): readonly Question[] {
  return [
    {
      option: 'size',
      message: 'Which size?',
      choices: async (session) => {
        const offerings = await offered(session);
        return offerings.map((offering) => ({
          value: typable(offering, offerings),
          name: `${offering.name} (${offering.custom ? 'custom' : `${offering.cpus} CPU, ${offering.memoryMiB} MiB`})`,
        }));
      },
    },
    {
      option: 'cpus',
      message: 'How many processors?',
      when: async (session, input) => (await customOffering(session, input)) !== null,
      choices: async (session, input) => {
        const offering = await customOffering(session, input);
        return (offering?.cpuChoices ?? []).map((cpus) => ({ value: String(cpus), name: String(cpus) }));
      },
    },
    {
      option: 'memoryMiB',
      message: 'How much memory?',
      when: async (session, input) => (await customOffering(session, input)) !== null,
      choices: async (session, input) => {
        const offering = await customOffering(session, input);
        const most = (offering?.maxMemoryPerCpuMiB ?? Number.POSITIVE_INFINITY) * (input.cpus ?? 1);
        return (offering?.memoryChoices ?? [])
          .filter((memory) => memory <= most)
          .map((memory) => ({ value: String(memory), name: `${memory} MiB` }));
      },
    },
    {
      option: 'image',
      message: 'Which image?',
      choices: async (session) => {
        const images = await readTemplates(session, installation, placeOf(session));
        return images.map((image) => ({
          value: typable(image, images),
          name: image.description === null ? image.name : `${image.name} (${image.description})`,
        }));
      },
    },
    {
      option: 'network',
      message: 'In which network?',
      choices: async (session, input) => {
        const place = placeOf(session);
        const [networks, zones, images] = await Promise.all([
          readNetworks(session, place),
          readZones(session, place),
          readTemplates(session, installation, place),
        ]);
        const image = images.find(({ id, name }) => id === input.image || name === input.image);
        const near = networks.filter(({ zoneId }) => zoneId !== null && image?.zones.includes(zoneId));
        const offeredHere = near.length > 0 ? near : networks;
        return offeredHere.map((network) => {
          const zone = zones.find(({ id }) => id === network.zoneId)?.name;
          const about = [network.vpc, network.cidr, zone].filter((part) => typeof part === 'string');
          return {
            value: typable(network, networks),
            name: about.length === 0 ? network.name : `${network.name} (${about.join(', ')})`,
          };
        });
      },
    },
    {
      option: 'sshKey',
      message: 'Which SSH key may log in?',
      when: async (session, input) => {
        return input.publicKey === undefined && (await readSshKeys(session, placeOf(session))).length > 0;
      },
      choices: async (session) => {
        const keys = await readSshKeys(session, placeOf(session));
        const none = { value: '', name: `none: ${installation.title} makes a password` };
        return [...keys.map((key) => ({ value: key.name, name: key.name })), none];
      },
    },
    {
      option: 'forwardPort',
      message: 'Which ports to open on a public address (22 for SSH; empty for none)?',
      when: async () => true,
    },
  ];
}

async function offered(session: Session): Promise<readonly Offering[]> {
  return (await readOfferings(session, placeOf(session))).filter(({ bareMetal }) => !bareMetal);
}

/** The chosen size where it is a custom one, else null. */
async function customOffering(session: Session, { size }: CreateInput): Promise<Offering | null> {
  if (size === undefined) return null;
  const offering = choose('size', size, await offered(session), 'sizes');
  return offering.custom ? offering : null;
}
