import { type Changing, each, type FirewallInput, type Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { path } from '../../core/http';
import { ended } from '../../core/operation';
import { choose } from './choose';
import { reference } from './fields';
import { readInstance } from './get';
import { type Firewall, type Network, readFirewalls, readNetworks } from './lookups';
import { regionOf } from './regions';

type Named = Pick<Network, 'id' | 'name' | 'isDefault'>;

/** The firewall that was meant, which must belong to the network; throws `resource_not_found`. */
export function chooseFirewall(
  wanted: string,
  network: Pick<Network, 'id' | 'name'>,
  all: readonly Firewall[],
  region: string,
): Firewall {
  // An entry without a network (seen in old accounts) is left to Civo to judge.
  const within = all.filter((firewall) => firewall.network === null || firewall.network === network.id);
  const elsewhere = all.some(({ id, name }) => id === wanted || name === wanted);
  const here = within.some(({ id, name }) => id === wanted || name === wanted);
  if (elsewhere && !here) {
    throw new CliError(
      'resource_not_found',
      `Firewall ${JSON.stringify(wanted)} belongs to another network than ${network.name}`,
      {
        hint: within.length > 0 ? `That one has ${namesOf(within)}.` : `nube catalog firewalls --region ${region}`,
      },
    );
  }
  return choose('firewall', wanted, within, region, 'firewalls');
}

/** The names of firewalls, for a hint. */
export function namesOf(firewalls: readonly Firewall[]): string {
  return firewalls.map(({ name }) => name).join(', ');
}

export const firewall: Changing<FirewallInput> = {
  options: ['set', 'default'],
  plan: each(async (session, target, input) => {
    const region = regionOf(target);
    const { id } = target.instance;
    const now = await readInstance(session, region, id);
    const network = await networkOf(session, region, reference(now.network_id));
    const firewalls = await readFirewalls(session, region);
    const wanted =
      input.set === undefined
        ? defaultOf(network, firewalls)
        : chooseFirewall(input.set, network, firewalls, region).id;
    return {
      targets: [target],
      ...(wanted === reference(now.firewall_id) ? { skip: 'it has this firewall already' } : {}),
      run: () =>
        session.http.send(
          {
            method: 'PUT',
            path: path`/v2/instances/${id}/firewall`,
            query: { region },
            body: { firewall_id: wanted, region },
          },
          () => ended(),
          () => ended(),
        ),
    };
  }),
};

/** The id of the network's default firewall, or the blank that means it in the default network. */
function defaultOf(network: Named, firewalls: readonly Firewall[]): string {
  const own = firewalls.find((firewall) => firewall.isDefault && firewall.network === network.id);
  if (own !== undefined) return own.id;
  if (network.isDefault) return '';
  const within = firewalls.filter((firewall) => firewall.network === network.id);
  throw new CliError('resource_not_found', `Network ${network.name} has no default firewall`, {
    hint: within.length > 0 ? `Choose one with --set: ${namesOf(within)}.` : 'nube catalog firewalls',
  });
}

async function networkOf(session: Session, region: string, id: string | null): Promise<Named> {
  const networks = await readNetworks(session, region);
  const found = networks.find((network) => (id === null ? network.isDefault : network.id === id));
  return found ?? { id: id ?? '', name: id ?? 'the default network', isDefault: false };
}
