import type { Changing, CloneInput, Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import type { Located } from '../../core/instance';
import type { Operation } from '../../core/operation';
import { Secret } from '../../core/secret';
import { adopt, chooseImage, make, type Shape } from './create';
import { reference } from './fields';
import { freeName } from './freeName';
import { readInstance } from './get';
import { scriptOf, toLocated } from './instance';
import { regionOf } from './regions';
import { chooseSize } from './resize';

/** A new instance of the same size, image, network, firewall, tags and script: its disk starts empty. */
export const clone: Changing<CloneInput> = {
  limit: 'The same shape without the data, and only with --shape-only.',
  options: ['name', 'shapeOnly'],
  async plan(session, targets, { name, shapeOnly = false }) {
    if (!shapeOnly) {
      throw new CliError('not_supported', 'Civo cannot copy an instance with its data', {
        hint: 'nube clone REF --shape-only makes an empty one of the same shape.',
      });
    }
    if (name !== undefined && targets.length > 1) {
      throw new CliError('conflicting_options', 'One --name cannot serve several clones', {
        hint: 'Without --name each is called after its original, with -clone at the end.',
      });
    }
    const plans = await Promise.all(targets.map((target) => planOne(session, target, name)));
    const names = plans.map(({ makes }) => makes.name);
    const twice = names.find((one, index) => names.indexOf(one) !== index);
    if (twice !== undefined) {
      throw new CliError('name_taken', `Two clones would be called ${twice}`, {
        hint: 'Clone them one by one, with --name.',
      });
    }
    // An account takes one create at a time: each waits for the answer to the one before.
    let before: Promise<unknown> = Promise.resolve();
    return plans.map((plan) => ({
      ...plan,
      run: () => {
        const mine = before.then(plan.run);
        before = mine.catch(() => undefined);
        return mine;
      },
    }));
  },
};

type ClonePlan = Plan & Required<Pick<Plan, 'makes'>>;

async function planOne(session: Session, target: Located, wanted: string | undefined): Promise<ClonePlan> {
  const region = regionOf(target);
  const name = wanted ?? `${target.instance.name}-clone`;
  const before = await freeName(session, region, name);
  const fields = await readInstance(session, region, target.instance.id);
  const { instance } = toLocated(session, fields, region);
  const network = reference(fields.network_id);
  if (instance.size === null || instance.image === null || network === null) {
    throw new CliError('not_supported', `Civo does not say what ${instance.name} is made of`, {
      hint: 'nube create makes a new one.',
    });
  }
  const size = await chooseSize(session, region, instance.size);
  const image = await chooseImage(session, region, instance.image);
  const firewall = reference(fields.firewall_id);
  const script = scriptOf(fields);
  const shape: Shape = {
    size: size.name,
    image: image.id,
    network,
    region,
    // Old instances have the word `default` for the default network's firewall, which a blank means, too.
    firewall: firewall === 'default' ? null : firewall,
    publicIp: text(fields.public_ip) === null ? 'none' : 'create',
    tags: instance.tags,
    user: text(fields.initial_user),
    reverseDns: null,
    script: script === null ? null : new Secret(script, 'user-data'),
  };
  return {
    targets: [target],
    makes: { name, before, adopt },
    run: (): Promise<Operation> => make(session, name, shape, text(fields.ssh_key_id)),
  };
}
