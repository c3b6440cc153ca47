import type { CreateInput, CreatePlan, Creating, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import type { Answer, Body } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended, type Operation } from '../../core/operation';
import { Secret } from '../../core/secret';
import { choose } from './choose';
import { readObject, reference, unexpected } from './fields';
import { chooseFirewall, namesOf } from './firewall';
import { checkHostname } from './hostname';
import { toLocated } from './instance';
import { findInRegion } from './list';
import { type Firewall, type Image, type Network, readFirewalls, readImages, readNetworks, readSizes } from './lookups';
import { questions } from './questions';
import { chooseRegion, regionOf } from './regions';
import { chooseSize } from './resize';
import { keyFor } from './sshKey';
import { checkTags } from './tag';
import { untilState } from './waiting';

export const create: Creating = {
  options: [
    'size',
    'image',
    'network',
    'region',
    'tag',
    'count',
    'sshKey',
    'publicKey',
    'userData',
    'firewall',
    'publicIp',
    'reverseDns',
    'user',
  ],
  name: 'required',
  checkName: checkHostname,
  required: ['region', 'size', 'image'],
  questions,
  oneByOne: true,
  adopt,
  plan,
};

/** What a create sends beside the name; blank fields are not said. */
export interface Shape {
  size: string;
  image: string;
  network: string;
  region: string;
  firewall: string | null;
  publicIp: 'create' | 'none';
  tags: readonly string[];
  user: string | null;
  reverseDns: string | null;
  script: Secret | null;
}

async function plan(session: Session, names: readonly string[], input: CreateInput): Promise<readonly CreatePlan[]> {
  for (const name of names) checkHostname(name);
  checkTags(input.tag ?? []);
  const region = (await chooseRegion(session, need('region', input.region ?? session.settings.region))).code;
  const wantedSize = need('size', input.size);
  const wantedImage = need('image', input.image);
  // Fetched side by side, judged one after another in the order in which a person named them.
  const [networks] = await Promise.all([
    readNetworks(session, region),
    readSizes(session, region),
    readImages(session, region),
  ]);
  const size = await chooseSize(session, region, wantedSize);
  const image = await chooseImage(session, region, wantedImage);
  const network = chooseNetwork(said(input.network), networks, region);
  const firewall = await firewallFor(session, said(input.firewall), network, region);
  const key = await keyFor(session, region, said(input.sshKey), said(input.publicKey));
  const publicIp = input.publicIp ?? 'create';
  if (publicIp === 'none') await warnOfFirst(session, region, network);
  const shape: Shape = {
    size: size.name,
    image: image.id,
    network: network.id,
    region,
    firewall: firewall?.id ?? null,
    publicIp,
    tags: input.tag ?? [],
    user: said(input.user) ?? null,
    reverseDns: said(input.reverseDns) ?? null,
    script: input.userData ?? null,
  };
  return names.map((name) => ({
    name,
    count: 1,
    wanted: { size: size.name, image: image.name, region },
    run: async () => make(session, name, shape, await key(name)),
  }));
}

/** Sends one create of one instance, so that each id and password is known (civo/docs create-an-instance.md). */
export function make(session: Session, name: string, shape: Shape, key: string | null): Promise<Operation> {
  const { region, firewall, tags, user, reverseDns, script } = shape;
  const body: Body = {
    count: 1,
    hostname: name,
    size: shape.size,
    template_id: shape.image,
    network_id: shape.network,
    public_ip: shape.publicIp,
    region,
    ...(firewall === null ? {} : { firewall_id: firewall }),
    ...(key === null ? {} : { ssh_key_id: key }),
    ...(user === null ? {} : { initial_user: user }),
    ...(reverseDns === null ? {} : { reverse_dns: reverseDns }),
    ...(tags.length === 0 ? {} : { tags: tags.join(' ') }),
    ...(script === null ? {} : { script }),
  };
  return session.http.send(
    { method: 'POST', path: '/v2/instances', query: { region }, body },
    (answer) => created(session, answer, region),
    () => ended(),
  );
}

/** How to wait for a new instance. */
export function adopt(located: Located): Operation {
  return untilState({ id: located.instance.id, region: regionOf(located) }, ['ACTIVE'], { before: null, since: null });
}

function created(session: Session, answer: Answer, region: string): Operation {
  const fields = readObject(answer, 'POST /v2/instances');
  // What is waited for is this id and no other, so a garbled one is as good as none.
  if (text(fields.id) === null) throw unexpected('POST /v2/instances', 'has no id');
  const located = toLocated(session, fields, region);
  const password = text(fields.initial_password);
  return {
    ...adopt(located),
    instances: [located],
    ...(password === null ? {} : { result: { password: new Secret(password, 'password') } }),
  };
}

/** The image in that region by id or name; the account's own are looked at where Civo's have none that fits. */
export async function chooseImage(session: Session, region: string, wanted: string): Promise<Image> {
  const images = await readImages(session, region);
  const known = images.some(({ id, name }) => id === wanted || name === wanted);
  const all = known ? images : [...images, ...(await readImages(session, region, true))];
  return choose('image', wanted, all, region, 'images');
}

function chooseNetwork(wanted: string | undefined, networks: readonly Network[], region: string): Network {
  if (wanted !== undefined) return choose('network', wanted, networks, region, 'networks');
  const found = networks.find(({ isDefault }) => isDefault);
  if (found !== undefined) return found;
  throw new CliError('missing_argument', `Region ${region} has no default network: it takes --network`, {
    hint: `nube catalog networks --region ${region}`,
  });
}

async function firewallFor(
  session: Session,
  wanted: string | undefined,
  network: Network,
  region: string,
): Promise<Firewall | null> {
  if (wanted !== undefined) return chooseFirewall(wanted, network, await readFirewalls(session, region), region);
  // Civo has a default firewall only in the default network (civo/cli refuses the blank elsewhere, too).
  if (network.isDefault) return null;
  const within = (await readFirewalls(session, region)).filter((firewall) => firewall.network === network.id);
  throw new CliError('missing_argument', `Network ${network.name} is not the default one: it takes --firewall`, {
    hint: within.length > 0 ? `It has ${namesOf(within)}.` : `nube catalog firewalls --region ${region}`,
  });
}

/** Civo gives the first instance of a network a public address, whatever was asked (terraform-provider-civo). */
async function warnOfFirst(session: Session, region: string, network: Network): Promise<void> {
  const other = await findInRegion(session, region, (fields) => reference(fields.network_id) === network.id);
  if (other !== null) return;
  session.warn(
    'public_address',
    `The first instance of network ${network.name} gets a public address from Civo, even with --public-ip none.`,
  );
}

function need(option: 'region' | 'size' | 'image', value: string | undefined): string {
  const given = said(value);
  if (given !== undefined) return given;
  throw new CliError('missing_argument', `A new instance needs --${option}`, { hint: `nube catalog ${option}s` });
}

/** An answer left empty is no answer. */
function said(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
