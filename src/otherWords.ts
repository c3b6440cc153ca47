import { catalogKinds } from './core/driver';

/** What people type who come from other programs, by what nube calls it. */
const words: Readonly<Record<string, string>> = {
  list: 'ps instances instance servers server vms vm machines machine droplets nodes search find',
  'get REF': 'describe inspect info view status details display',
  create: 'new launch provision deploy run',
  'delete REF': 'terminate destroy remove del erase',
  'start REF': 'poweron power-on boot resume unpause up on',
  'stop REF': 'poweroff power-off shutdown halt down kill off',
  'reboot REF': 'reset hard-reboot soft-reboot power-cycle powercycle cycle bounce',
  'suspend REF': 'pause hibernate',
  'recover REF': 'undelete undestroy',
  'resize REF': 'scale upscale grow',
  'update REF': 'edit modify rename change',
  'clone REF': 'duplicate fork',
  'backup REF': 'snapshot',
  'backups REF': 'snapshots',
  'ssh REF': 'connect shell enter attach',
  cp: 'scp rsync copy sftp',
  'console REF': 'log logs vnc serial',
  'stats REF': 'top metrics usage monitor graph graphs',
  'tag REF': 'label labels tags',
  'profile add': 'login auth signin configure init setup account',
  'profile list': 'accounts config contexts context whoami',
  'profile remove': 'logout signout',
  'profile use': 'switch',
  'op list': 'tasks task jobs job operations events activities history',
  catalog: 'options offerings',
  api: 'curl request rest',
  '--version': 'version',
};

const known = new Map([
  ...catalogKinds.map((kind) => [kind as string, `catalog ${kind}`] as const),
  ...Object.entries(words).flatMap(([command, others]) => others.split(' ').map((word) => [word, command] as const)),
]);

/** The command line, without the program's name, that a word of another program stands for; null for none. */
export function commandFor(word: string): string | null {
  return known.get(word.toLowerCase()) ?? null;
}
