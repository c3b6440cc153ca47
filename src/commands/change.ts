import { CliError } from '../core/errors';
import { flag, mebibytes, names, negatable, text, whole } from '../core/option';
import { changingVerb } from './verb';

const anHour = 3_600_000;

/** Refuses nothing given, and more than one of options that exclude each other. */
function exactlyOne(values: object, flags: string): void {
  const given = Object.keys(values).length;
  if (given === 1) return;
  throw given === 0
    ? new CliError('missing_argument', `Say what to do: ${flags}`)
    : new CliError('conflicting_options', `Only one of ${flags} can be given`);
}

export const resize = changingVerb({
  verb: 'resize',
  group: 'change',
  summary: 'give instances another size',
  description:
    'A size that does not fit, or is smaller where the provider only grows, is refused before anything is sent.',
  options: {
    size: text('size', 'SIZE', 'the new size', { completes: { catalog: 'sizes' } }),
    cpus: whole('cpus', 'N', 'processors, where the size leaves them open'),
    memoryMiB: mebibytes('memory', 'memory, where the size leaves it open'),
    plan: text('plan', 'PLAN', 'the new plan', { completes: { catalog: 'plans' } }),
    volume: names('volume', 'NAME=GB', 'grow a volume to a size, or by +N'),
    addVolume: names('add-volume', 'NAME=GB', 'add a volume'),
    removeVolume: names('remove-volume', 'NAME', 'remove a volume and its data'),
    deleteOriginalVolumes: flag('delete-original-volumes', 'delete the volumes that the resize replaces'),
    wholeContainer: flag('whole-container', 'go on although every instance of the container is touched'),
  },
  examples: [{ line: 'nube resize web-1 --size g3.large', does: 'give an instance a larger size' }],
  rules: { asks: true },
  input(values) {
    if (Object.keys(values).every((name) => name === 'wholeContainer' || name === 'deleteOriginalVolumes')) {
      throw new CliError('missing_argument', 'Say the new size: --size, --cpus, --memory, --plan or a volume');
    }
    return values;
  },
});

export const clone = changingVerb({
  verb: 'clone',
  group: 'change',
  summary: 'make another instance like this one',
  options: {
    name: text('name', 'NAME', 'the name of the new instance'),
    shapeOnly: flag('shape-only', 'the same shape, without the data: all that some providers can do'),
    group: text('group', 'GROUP', 'the group the copy goes to', { completes: { catalog: 'groups' } }),
  },
  examples: [{ line: 'nube clone web-1 --name web-3 --shape-only', does: 'same size, image and network, empty disk' }],
  makes: true,
  rules: { asks: false, timeout: anHour },
});

export const migrate = changingVerb({
  verb: 'migrate',
  group: 'change',
  summary: 'move instances to another server',
  options: {
    to: text('to', 'SERVER', 'the server to move to', { completes: { catalog: 'servers' } }),
    copyVolumes: negatable('copy-volumes', 'take the volumes along, or leave them'),
    revert: flag('revert', 'undo the last migration'),
  },
  examples: [{ line: 'nube migrate api-1 --to node-2 --copy-volumes', does: 'move an instance with its volumes' }],
  rules: { asks: true, timeout: anHour, loses: 'the instance here is stopped' },
  input(values) {
    if ((values.to === undefined) !== (values.revert === true)) {
      throw new CliError('missing_argument', 'Say where to: --to SERVER, or --revert');
    }
    return values;
  },
});

export const drain = changingVerb({
  verb: 'drain',
  group: 'change',
  summary: 'take instances out of the traffic',
  options: { off: flag('off', 'put them back') },
  examples: [{ line: 'nube drain api-1', does: 'send no new traffic to an instance' }],
  rules: { asks: false },
});

export const tag = changingVerb({
  verb: 'tag',
  group: 'change',
  summary: 'change the tags of instances',
  options: {
    set: names('set', 'TAGS', 'replace all tags'),
    add: names('add', 'TAGS', 'add tags'),
    remove: names('remove', 'TAGS', 'remove tags', { completes: 'tag' }),
    clear: flag('clear', 'remove all tags'),
  },
  examples: [{ line: 'nube tag web-1 --add prod,web', does: 'add two tags' }],
  rules: ({ set, clear }) => ({
    asks: set !== undefined || clear === true,
    ...((set !== undefined || clear === true) && { loses: 'the tags it has now' }),
  }),
  input(values) {
    const { set, add, remove, clear } = values;
    if (set === undefined && add === undefined && remove === undefined && clear === undefined) {
      throw new CliError('missing_argument', 'Say which tags: --set, --add, --remove or --clear');
    }
    if ((set !== undefined || clear) && (add !== undefined || remove !== undefined || (set !== undefined && clear))) {
      throw new CliError('conflicting_options', '--set and --clear stand alone');
    }
    return values;
  },
});

export const firewall = changingVerb({
  verb: 'firewall',
  group: 'change',
  summary: 'choose a firewall, or switch it',
  options: {
    set: text('set', 'NAME', 'the firewall to use', { completes: { catalog: 'firewalls' } }),
    default: flag('default', 'the default firewall of its network'),
    on: flag('on', 'switch the firewall on'),
    off: flag('off', 'switch the firewall off'),
  },
  examples: [{ line: 'nube firewall web-1 --set web-only', does: 'put an instance behind a firewall' }],
  rules: { asks: false },
  input(values) {
    exactlyOne(values, '--set, --default, --on, --off');
    return values;
  },
});

export const network = changingVerb({
  verb: 'network',
  group: 'change',
  summary: 'move instances to another network',
  options: { to: text('to', 'NETWORK', 'the network to move to', { completes: { catalog: 'networks' } }) },
  examples: [{ line: 'nube network build-1 --to backend', does: 'move an instance to another network' }],
  rules: { asks: true },
  input(values) {
    exactlyOne(values, '--to');
    return values;
  },
});

export const sshKey = changingVerb({
  verb: 'ssh-key',
  group: 'change',
  summary: 'give instances another SSH key',
  options: { set: text('set', 'NAME', 'the key to use', { completes: { catalog: 'ssh-keys' } }) },
  examples: [{ line: 'nube ssh-key build-1 --set laptop', does: 'replace the key of the default user' }],
  rules: { asks: false },
  input(values) {
    exactlyOne(values, '--set');
    return values;
  },
});

export const image = changingVerb({
  verb: 'image',
  group: 'protect',
  summary: 'make an image of an instance',
  options: { storage: text('storage', 'ID', 'where to keep it') },
  examples: [{ line: 'nube image erp-1', does: 'make an image from an instance' }],
  rules: { asks: false, timeout: anHour },
});

export const backup = changingVerb({
  verb: 'backup',
  group: 'protect',
  summary: 'back instances up now',
  options: {
    name: text('name', 'NAME', 'the name of the backup'),
    snapshot: flag('snapshot', 'a snapshot instead of a backup'),
  },
  examples: [{ line: 'nube backup web-1', does: 'back up one instance and wait until it is kept' }],
  rules: { asks: false, timeout: anHour },
});
