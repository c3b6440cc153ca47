import type { Session, Ssh, SshClosed } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { type Fields, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import type { Operation } from '../../core/operation';
import { shellLine } from '../../core/shell';
import type { Installation } from './installation';
import { publicIpsOf } from './instance';
import { type Address, type Rule, readAddresses, readRules, readTemplates } from './lookups';
import { entityPath, type Place, placeAt } from './place';
import { readInstance } from './readInstance';
import { given, readFirst, send, waitOf } from './task';

const port = 22;

/** Uses of an address that port forwarding can't share it with. */
const exclusive = ['SOURCE_NAT', 'VPN', 'LOAD_BALANCING', 'STATIC_NAT'];

/**
 * Instances have private addresses only. They are reached by an address of their own (static NAT), by a forwarded port,
 * or, with `--private`, from a network that leads there. The ports named beside public addresses are not believed:
 * whether they are the public or the private ones is nowhere said.
 */
export function ssh(installation: Installation): Ssh {
  return {
    limit: 'By static NAT, a forwarded port or --private; otherwise it offers to forward a port.',
    options: ['private'],
    async read(session, target, { private: inside = false }) {
      const place = placeAt(target);
      const fields = await readInstance(session, place, target.instance.id);
      const user = await userOf(installation, session, place, fields);
      const address = text(fields.ipAddress);
      if (inside) {
        if (address !== null) return { host: address, port, user };
        return { closed: `${target.instance.name} has no private address yet`, hint: null, open: null };
      }
      const own = publicIpsOf(fields).find(
        ({ address, purposes }) => address !== null && purposes.includes('STATIC_NAT'),
      );
      if (typeof own?.address === 'string') return { host: own.address, port, user };
      const rules = await readRules(session, place, target.instance.id);
      const forwarded = rules.map((rule) => forwardOf(rule, target.instance.id)).find((one) => one !== null);
      if (forwarded !== undefined && forwarded !== null) return { ...forwarded, user };
      return closed(session, target, place, fields);
    },
  };
}

/** Where a rule forwards to port 22 of the instance, if it does. */
function forwardOf(rule: Rule, id: string): { host: string; port: number } | null {
  const { protocol, address, instanceId, privateStart, privateEnd, publicStart } = rule;
  if (protocol !== 'TCP' || address === null || instanceId !== id) return null;
  if (privateStart === null || privateEnd === null || publicStart === null) return null;
  if (port < privateStart || port > privateEnd) return null;
  return { host: address, port: publicStart + (port - privateStart) };
}

async function userOf(
  installation: Installation,
  session: Session,
  place: Place,
  fields: Fields,
): Promise<string | null> {
  const user = text(fields.username);
  if (user !== null) return user;
  const templates = await readTemplates(session, installation, place).catch(() => []);
  const id = text(fields.templateId) ?? text(fields.imageId);
  return templates.find((template) => template.id === id)?.user ?? installation.defaultUser;
}

/** What it would take to open a way, as an offer and as commands. */
async function closed(session: Session, target: Located, place: Place, fields: Fields): Promise<SshClosed> {
  const { id, profile } = target.instance;
  const why = `no public address leads to its port ${port}`;
  const vpcId = text(fields.vpcId);
  const [addresses, rules] = await Promise.all([
    readAddresses(session, place, vpcId === null ? {} : { vpc_id: vpcId }),
    readRules(session, place),
  ]);
  const free = addresses.find((address) => isFree(address, rules, vpcId, text(fields.networkId)));
  if (free === undefined && vpcId === null) {
    return { closed: `${why}, and its network has none to spare`, hint: hintInside(id), open: null };
  }
  const line = (entity: 'publicipaddresses' | 'portforwardingrules', body: object) =>
    shellLine(['nube', 'api', 'POST', entityPath(place, entity), '--data', JSON.stringify(body), '-p', profile]);
  const forwarding = line('portforwardingrules', ruleFor(free?.id ?? 'ADDRESS_ID', id));
  return {
    closed: `${why}${free === undefined ? '; a new address would be acquired' : `; ${free.name} could`}`,
    hint: free === undefined ? `${line('publicipaddresses', { vpcId })} && ${forwarding}` : forwarding,
    open: () =>
      free === undefined
        ? acquireAndForward(session, target, place, vpcId ?? '')
        : forward(session, target, place, free.id),
  };
}

function hintInside(id: string): string {
  return `nube ssh --private ${id}, from a network that leads there or with --jump.`;
}

/** An address of the same network or VPC that can forward a port, and whose port 22 nothing uses yet. */
function isFree(
  { id, purposes, vpcId, networkId }: Address,
  rules: readonly Rule[],
  vpc: string | null,
  network: string | null,
): boolean {
  if (purposes.some((purpose) => exclusive.includes(purpose))) return false;
  if (vpc === null ? networkId === null || networkId !== network : vpcId !== vpc) return false;
  return !rules.some(
    ({ addressId, publicStart, publicEnd }) =>
      addressId === id && publicStart !== null && publicStart <= port && port <= (publicEnd ?? publicStart),
  );
}

function ruleFor(ipAddressId: string, instanceId: string) {
  const ends = { privatePortStart: '22', privatePortEnd: '22', publicPortStart: '22', publicPortEnd: '22' };
  return { ipAddressId, instanceId, protocol: 'TCP', ...ends };
}

/** Two steps, of which the first is paid for even if the second is refused. */
async function acquireAndForward(session: Session, target: Located, place: Place, vpcId: string): Promise<Operation> {
  const address = await acquire(session, place, vpcId);
  try {
    return await forward(session, target, place, address);
  } catch (thrown) {
    const error = toCliError(thrown);
    if (['interrupted', 'unavailable', 'internal'].includes(error.kind)) throw error;
    throw new CliError('half_done', `A public address was acquired, but it leads nowhere: ${error.message}`, {
      ...error.details,
      hint: 'nube catalog public-ips shows it.',
    });
  }
}

/** A new address for the VPC: its id, or in a dry run the variable that stands for it. */
async function acquire(session: Session, place: Place, vpcId: string): Promise<string> {
  const doing = { place, target: null, mark: {}, gives: 'id' };
  const request = 'POST publicipaddresses';
  const first = await session.http.send(
    { method: 'POST', path: entityPath(place, 'publicipaddresses'), body: { vpcId } },
    (answer) => readFirst(answer, request),
    (variable) => ({ id: null, status: 'SUCCESS', result: { id: variable } }),
  );
  const end =
    first.status === 'SUCCESS'
      ? { status: 'succeeded' as const, ...given(first.result, 'id') }
      : await session.settle({ id: first.id, wait: { ...waitOf(doing), kind: 'task', task: first.id } });
  if (end.status === 'succeeded' && typeof end.result?.id === 'string') return end.result.id;
  const why = end.status === 'failed' ? end.failure.message : 'how its task ended is not known';
  throw new CliError('operation_failed', `No public address was acquired: ${why}`, {
    hint: 'nube catalog public-ips shows those there are.',
  });
}

function forward(session: Session, target: Located, place: Place, address: string): Promise<Operation> {
  const mutation = {
    method: 'POST' as const,
    path: entityPath(place, 'portforwardingrules'),
    body: ruleFor(address, target.instance.id),
  };
  return send(session, mutation, { place, target, mark: {} });
}
