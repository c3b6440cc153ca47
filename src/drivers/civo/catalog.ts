import type { Driver, Row, Session } from '../../core/driver';
import { CliError, summarise, toCliError } from '../../core/errors';
import { isFields, text } from '../../core/fields';
import { idOf, readObject, readPage, reference, unexpected } from './fields';
import { readFirewalls, readImages, readNetworks, readSizes, readSshKeys, readVolumes } from './lookups';
import { type Page, readPages } from './pages';
import { readRegions, regionsToAsk } from './regions';
import { toRow } from './volumes';

/** What a create can choose from. Without a region in the profile it is asked of all, and each row names its own. */
export const catalog: Driver['catalog'] = {
  regions: async (session) => {
    const regions = await readRegions(session);
    return regions.map(({ code, name, country, hasInstances, full, isDefault }) => ({
      id: code,
      name,
      country,
      instances: hasInstances,
      outOfCapacity: full,
      default: isDefault,
    }));
  },
  sizes: (session, partFailed) =>
    overRegions(session, partFailed, async (region) => {
      const sizes = (await readSizes(session, region)).filter(({ offered }) => offered);
      return sizes.map(({ id, name, title, cpus, memoryMiB, diskGiB, gpus, gpu, transferGiB }) => {
        return { id, name, region, title, cpus, memoryMiB, diskGiB, gpus, gpu, transferGiB };
      });
    }),
  images: (session, partFailed) =>
    overRegions(session, partFailed, async (region) => {
      const [images, own] = await Promise.all([readImages(session, region), readImages(session, region, true)]);
      const more = own.filter(({ id }) => !images.some((image) => image.id === id));
      return [...images, ...more].map((image) => ({ ...image, region }));
    }),
  networks: (session, partFailed) =>
    overRegions(session, partFailed, async (region) => {
      const networks = await readNetworks(session, region);
      return networks.map(({ id, name, cidr, isDefault }) => ({ id, name, region, cidr, default: isDefault }));
    }),
  firewalls: (session, partFailed) =>
    overRegions(session, partFailed, async (region) => {
      const [firewalls, networks] = await Promise.all([readFirewalls(session, region), readNetworks(session, region)]);
      return firewalls.map(({ id, name, network, rules, instances, isDefault }) => {
        const label = networks.find((one) => one.id === network)?.name ?? network;
        return { id, name, region, network: label, rules, instances, default: isDefault };
      });
    }),
  'ssh-keys': async (session) => {
    const keys = await readSshKeys(session, session.settings.region);
    return keys.map(({ id, name, fingerprint, createdAt }) => ({ id, name, fingerprint, createdAt }));
  },
  volumes: (session, partFailed) =>
    overRegions(session, partFailed, async (region) => {
      return (await readVolumes(session, region)).map((volume) => toRow(volume, region));
    }),
  'public-ips': publicIps,
  quota: async (session) => {
    const quota = readObject(await session.http.get('/v2/quota'), 'GET /v2/quota');
    return Object.entries(quota).flatMap(([key, limit]) => {
      if (!key.endsWith('_limit') || typeof limit !== 'number') return [];
      const id = key.slice(0, -'_limit'.length);
      const usage = quota[`${id}_usage`];
      return { id, name: id.replaceAll('_', ' '), limit, usage: typeof usage === 'number' ? usage : null };
    });
  },
};

/** The name to show for the account, from the cheapest answer that takes a valid key. */
export async function verify(session: Session): Promise<string | null> {
  const quota = readObject(await session.http.get('/v2/quota'), 'GET /v2/quota');
  const { default_user_email_address: account = null } = quota;
  if (account !== null && typeof account !== 'string') throw unexpected('GET /v2/quota', 'names no account');
  return text(account);
}

async function publicIps(session: Session, partFailed: PartFailed): Promise<readonly Row[]> {
  const read = async (region: string, page: number): Promise<Page<Row>> => {
    const answer = await session.http.get('/v2/ips', { region, page, per_page: 100 });
    const { items, pages } = readPage(answer, 'GET /v2/ips');
    const rows = items.map((item) => {
      const to = isFields(item.assigned_to) ? item.assigned_to : {};
      const id = idOf(item, 'GET /v2/ips');
      const address = text(item.ip);
      const [assignedTo, assignedId, assignedType] = [text(to.name), reference(to.id), text(to.type)];
      return { id, name: text(item.name), address, region, assignedTo, assignedId, assignedType };
    });
    return { items: rows, pages };
  };
  const rows: Row[] = [];
  const regions = await regionsToAsk(session);
  const failed = (region: string, error: CliError) => partFailed(ofRegion(region, error));
  for await (const page of readPages(regions, read, session.concurrency, failed)) rows.push(...page);
  return rows;
}

async function overRegions(
  session: Session,
  partFailed: PartFailed,
  read: (region: string) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const regions = await regionsToAsk(session);
  const answers = await Promise.all(
    regions.map(async (region) => {
      try {
        return { region, rows: await read(region) };
      } catch (error) {
        return { region, error: toCliError(error) };
      }
    }),
  );
  const failures = answers.flatMap(({ region, error }) => (error === undefined ? [] : { region, error }));
  const errors = failures.map(({ error }) => error);
  if (errors.length > 0 && errors.length === regions.length) throw summarise(errors, regions.length, 'regions');
  for (const { region, error } of failures) partFailed(ofRegion(region, error));
  return answers.flatMap(({ rows = [] }) => rows);
}

type PartFailed = (error: CliError) => void;

const ofRegion = (region: string, error: CliError): CliError =>
  new CliError(error.code, `Region ${region}: ${error.message}`, error.details);
