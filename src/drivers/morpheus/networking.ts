import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, listOf, reference, text } from '../../core/fields';
import type { Body } from '../../core/http';
import { type Candidate, choose } from './choose';
import { toId, truth } from './fields';
import type { Layout } from './library';
import { readOptionData, readOptions } from './lookups';

/** A network, a group of networks or a subnet: its id says which, as in `network-110`. */
export interface Network extends Candidate {
  dhcp: boolean;
  pool: boolean;
}

export interface Networking {
  networks: readonly Network[];
  /** The usual type of an interface, where the cloud lets types be chosen. */
  interfaceType: string | null;
}

/** The networks that an instance of this layout can join in this cloud. */
export function readNetworking(
  session: Session,
  zoneId: string,
  { provisionTypeId }: Layout,
  poolId: string | null,
): Promise<Networking> {
  return session.once(`morpheus networking ${zoneId} ${provisionTypeId} ${poolId}`, async () => {
    const query = { zoneId, provisionTypeId, poolId };
    const data = fieldsOf(await readOptionData(session, 'zoneNetworkOptions', query));
    const types = listOf(data.networkTypes);
    const usual = types.find(({ defaultType }) => truth(defaultType) === true) ?? types[0];
    return {
      networks: [...listOf(data.networks), ...listOf(data.networkGroups), ...listOf(data.networkSubnets)].map(
        toNetwork,
      ),
      interfaceType: truth(data.enableNetworkTypeSelection) === true ? reference(usual?.id) : null,
    };
  });
}

/** The interfaces of a new instance that joins one network, which is named by name or by an id in either form. */
export function interfacesOn(wanted: string, { networks, interfaceType }: Networking): readonly Body[] {
  const prefixed = /^\d+$/.test(wanted) ? `network-${wanted}` : wanted;
  const hint = `There are ${networks.map(({ name }) => name).join(', ')}.`;
  const found = networks.find(({ id }) => id === prefixed) ?? choose('network', wanted, networks, hint);
  return [
    {
      network: { id: found.id },
      ...(interfaceType === null ? {} : { networkInterfaceTypeId: toId(interfaceType) }),
      ...(found.dhcp && !found.pool ? { ipMode: 'dhcp' } : {}),
    },
  ];
}

/** A resource pool of a cloud; requests know it by a word such as `pool-75`. */
export interface Pool {
  value: string;
  name: string;
}

export function readPools(
  session: Session,
  where: { zoneId: string; siteId: string; layoutId: string; planId?: string },
): Promise<readonly Pool[]> {
  return session.once(`morpheus pools ${JSON.stringify(where)}`, async () =>
    (await readOptions(session, 'zonePools', where)).flatMap((fields) => {
      const value = reference(fields.value) ?? reference(fields.id);
      return value === null ? [] : [{ value, name: text(fields.name) ?? value }];
    }),
  );
}

/** The only resource pool; throws `missing_argument` where there is a choice, for nothing says which is meant. */
export function onlyPool(pools: readonly Pool[], cloud: string): Pool | null {
  const [only, ...others] = pools;
  if (others.length === 0) return only ?? null;
  const choices = pools.map(({ value, name }) => `${value} (${name})`).join(', ');
  throw new CliError('missing_argument', `${cloud} takes a resource pool: --config resourcePoolId=…`, {
    hint: `There are ${choices}.`,
  });
}

function toNetwork(fields: Fields): Network {
  const id = reference(fields.id) ?? '';
  return {
    id,
    name: text(fields.name) ?? id,
    code: null,
    dhcp: truth(fields.dhcpServer) === true,
    pool: fields.pool !== null && fields.pool !== undefined,
  };
}
