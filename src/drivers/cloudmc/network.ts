import { type Changing, each, type NetworkInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import { ended } from '../../core/operation';
import { choose } from './choose';
import { type Rule, readNetworks, readRules } from './lookups';
import { operate } from './operate';
import { placeAt } from './place';
import { readInstance } from './readInstance';

/** Moves an instance to another network of its zone. What led to it from outside is lost. */
export const network: Changing<NetworkInput> = {
  limit: 'Within the zone; its port forwarding rules are lost, and it reboots with a new private address.',
  options: ['to'],
  from: ['running', 'stopped'],
  plan: each(async (session, target, { to = '' }) => {
    const place = placeAt(target);
    const { id, name } = target.instance;
    const [fields, networks, rules] = await Promise.all([
      readInstance(session, place, id),
      readNetworks(session, place),
      // Only for the question.
      readRules(session, place, id).catch((): readonly Rule[] | null => null),
    ]);
    const wanted = choose('network', to, networks, 'networks');
    if (wanted.id === text(fields.networkId)) {
      return { targets: [target], skip: `it is in ${wanted.name} already`, run: async () => ended() };
    }
    const zone = text(fields.zoneId);
    if (zone !== null && wanted.zoneId !== null && wanted.zoneId !== zone) {
      throw new CliError(
        'not_supported',
        `${name} can't leave its zone ${target.instance.region ?? zone}: ${wanted.name} is in another`,
        { hint: 'nube catalog networks shows the zone of each.' },
      );
    }
    return {
      targets: [target],
      loses: [
        lost(rules?.filter(({ instanceId }) => instanceId === id) ?? null),
        'its place in all load balancing rules',
        `its private address ${text(fields.ipAddress) ?? ''}`.trimEnd(),
        'it reboots',
      ],
      run: () =>
        operate(session, target, 'changeNetwork', { networkId: wanted.id }, { fields: { networkId: wanted.id } }),
    };
  }),
};

function lost(rules: readonly Rule[] | null): string {
  if (rules === null || rules.length === 0) return 'all port forwarding rules to it';
  const ports = rules.map(
    ({ address, publicStart, privateStart }) => `${address ?? '?'}:${publicStart ?? '?'} to ${privateStart ?? '?'}`,
  );
  return `its port forwarding (${ports.join(', ')})`;
}
