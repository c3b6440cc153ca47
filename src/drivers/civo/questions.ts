import type { Choice, CreateInput, Question, Session } from '../../core/driver';
import { typable } from './choose';
import { type Network, readFirewalls, readImages, readNetworks, readSizes, readSshKeys } from './lookups';
import { chooseRegion, type Region, readRegions } from './regions';

/** What the wizard asks, in the order in which a person decides. */
export const questions: readonly Question[] = [
  {
    option: 'region',
    message: 'Where?',
    when: async (session) => session.settings.region === undefined,
    choices: (session) => regionChoices(session, ({ full }) => !full),
  },
  {
    option: 'size',
    message: 'Which size?',
    choices: async (session, input) => {
      const sizes = await readSizes(session, await regionFor(session, input));
      return sizes
        .filter(({ offered }) => offered)
        .map(({ name, cpus, memoryMiB, diskGiB, gpus, gpu }) => {
          const parts = [`${cpus ?? '?'} CPU`, `${memoryMiB ?? '?'} MiB`, `${diskGiB ?? '?'} GiB`];
          const graphics = gpus === null ? [] : [`${gpus} × ${gpu ?? 'GPU'}`];
          return { value: name, name: `${name} (${[...parts, ...graphics].join(', ')})` };
        });
    },
  },
  {
    option: 'image',
    message: 'Which image?',
    choices: async (session, input) => {
      const images = await readImages(session, await regionFor(session, input));
      return images.map((image) => ({
        value: typable(image, images),
        name: image.description === null ? image.name : `${image.name} (${image.description})`,
      }));
    },
  },
  {
    option: 'network',
    message: 'In which network?',
    when: async (session, input) => (await readNetworks(session, await regionFor(session, input))).length > 1,
    choices: async (session, input) => {
      const networks = await readNetworks(session, await regionFor(session, input));
      return networks
        .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault))
        .map((network) => ({
          value: typable(network, networks),
          name: network.isDefault ? `${network.name} (default)` : network.name,
        }));
    },
  },
  {
    option: 'firewall',
    message: 'Behind which firewall?',
    // In the default network none need be said; in any other Civo takes no instance without one.
    when: async (session, input) => (await firewallChoices(session, input)).some(({ value }) => value !== ''),
    choices: firewallChoices,
  },
  {
    option: 'sshKey',
    message: 'Which SSH key may log in?',
    when: async (session, input) => {
      if (input.publicKey !== undefined) return false;
      return (await readSshKeys(session, await regionFor(session, input))).length > 0;
    },
    choices: async (session, input) => {
      const keys = await readSshKeys(session, await regionFor(session, input));
      const none = { value: '', name: 'none: Civo makes a password' };
      return [...keys.map((key) => ({ value: typable(key, keys), name: key.name })), none];
    },
  },
];

/** The regions that have instances, the default one first. */
export async function regionChoices(
  session: Session,
  fits: (region: Region) => boolean = () => true,
): Promise<readonly Choice[]> {
  const regions = await readRegions(session);
  return regions
    .filter((region) => region.hasInstances && fits(region))
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault))
    .map(({ code, name, country }) => {
      const place = [name, country].filter((part) => part !== null).join(', ');
      return { value: code, name: place === '' ? code : `${code} (${place})` };
    });
}

async function firewallChoices(session: Session, input: CreateInput): Promise<readonly Choice[]> {
  const region = await regionFor(session, input);
  const networks = await readNetworks(session, region);
  const network = networks.find((one) => fits(one, input.network));
  const firewalls = await readFirewalls(session, region);
  const within = firewalls.filter((firewall) => firewall.network === network?.id);
  const none = { value: '', name: 'the default one, open to all' };
  return [
    ...(network?.isDefault ? [none] : []),
    ...within.map((firewall) => ({ value: typable(firewall, within), name: firewall.name })),
  ];
}

function fits({ id, name, alias, isDefault }: Network, wanted: string | undefined): boolean {
  return wanted === undefined ? isDefault : [id, name, alias].includes(wanted);
}

async function regionFor(session: Session, { region }: CreateInput): Promise<string> {
  return (await chooseRegion(session, region ?? session.settings.region ?? '')).code;
}
