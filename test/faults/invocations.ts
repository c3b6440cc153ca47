type Lines = Readonly<Record<string, string | readonly string[]>>;

/** How each thing that sends requests is called on each provider's sandbox. A verb that stands nowhere fails the run. */
export interface ProviderLines {
  /** Run once before all others, to have what some of them need. */
  before: readonly string[];
  /** By the driver's verb; of several lines the last is meant, and those before it are run for it alone. */
  verbs: Lines;
  /** By the command's name (more words tell apart several of one command), for those that are not a driver's verb. */
  commands: Lines;
  /** The instance that has a backup: `BACKUP` stands for the id of its newest one. */
  keeps: string;
  /** Those that go on until they are interrupted. */
  endless: readonly string[];
}

const cloudmc = (one: string, stopped: string): ProviderLines => ({
  before: [`backup ${one} --name kept`],
  keeps: one,
  endless: [],
  verbs: {
    create: 'create made-1 --size 1vCPU.1GB --image a4e6dcc6-3fcd-4c88-84b4-7bac9548f827 --network Web-prod',
    update: `update ${one} --name renamed --yes`,
    delete: `delete ${stopped} --purge --yes`,
    start: `start ${stopped}`,
    stop: `stop ${one} --yes`,
    reboot: `reboot ${one} --yes`,
    resize: `resize ${one} --size 8vCPU.16GB --yes`,
    clone: `clone ${one} --name copy-1 --shape-only`,
    network: `network ${one} --to DB-prod --yes`,
    'ssh-key': `ssh-key ${stopped} --set laptop --yes`,
    'reset-password': `reset-password ${one} --yes --show-secrets`,
    backup: `backup ${one} --name fresh`,
    backups: `backups ${one}`,
    'delete-backup': `backups ${one} --delete BACKUP --yes`,
    volumes: `volumes ${one}`,
    ssh: `ssh ${one} --print`,
  },
  commands: {
    'catalog networks': 'catalog networks',
    api: 'api GET /organizations',
    ...common(one),
  },
});

/** What is the same for every provider, `one` being an instance that runs, and `alone` one that may be restarted alone. */
function common(one: string, alone = one): Lines {
  return {
    list: 'list',
    get: `get ${one}`,
    wait: `wait ${one} --for running`,
    'profile test': 'profile test PROFILE',
    'ssh-config': 'ssh-config --print',
    inventory: 'inventory --list',
    exec: `exec ${one} -- true`,
    cp: `cp package.json ${one}:/tmp/`,
    // OPERATION stands for the id of what is open.
    'op resume': [`reboot ${alone} --yes --no-wait`, 'op resume OPERATION'],
  };
}

export const invocations: Readonly<Record<string, ProviderLines>> = {
  civo: {
    before: ['create kept-1 --region PRIV1 --size g3.xsmall --image ubuntu-jammy', 'backup kept-1 --name kept'],
    keeps: 'kept-1',
    endless: [],
    verbs: {
      create: 'create made-1 --region LON1 --size g3.xsmall --image ubuntu-jammy',
      update: 'update web-1 --description changed',
      delete: 'delete db-1 --yes',
      start: 'start db-1',
      stop: 'stop web-1 --yes',
      reboot: 'reboot web-1 --yes',
      resize: 'resize web-1 --size g3.large --yes',
      clone: 'clone web-1 --name copy-1 --shape-only',
      tag: 'tag web-1 --add extra',
      firewall: 'firewall web-1 --default',
      backup: 'backup kept-1 --name fresh',
      backups: 'backups kept-1',
      'delete-backup': 'backups kept-1 --delete kept --yes',
      restore: 'restore kept-1 kept --yes',
      volumes: 'volumes web-1',
      stats: 'stats web-1',
      ssh: 'ssh web-1 --print',
      console: 'console web-1 --show-secrets',
    },
    commands: {
      'catalog sizes': 'catalog sizes',
      'catalog firewalls': 'catalog firewalls',
      api: 'api GET /v2/quota',
      'api POST': 'api POST /v2/sshkeys --data {"name":"new","public_key":"ssh-ed25519_AAAA"}',
      ...common('web-1'),
    },
  },
  cloudca: ((lines) => ({
    ...lines,
    verbs: { ...lines.verbs, recover: 'recover old-1', purge: 'purge old-1 --yes' },
  }))(cloudmc('build-1', 'mail-1')),
  coxedge: ((lines) => ({
    ...lines,
    before: [...lines.before, 'delete edge-2 --yes'],
    verbs: {
      ...lines.verbs,
      recover: 'recover edge-2',
      purge: 'purge edge-2 --yes',
      iso: 'iso edge-1 --attach virtio-win-0.1.iso',
    },
  }))(cloudmc('edge-1', 'edge-3')),
  cycle: {
    before: [],
    keeps: 'store-1',
    endless: ['console'],
    verbs: {
      create: 'create --container api --server ams-1',
      update: 'update vm-1 --name renamed',
      delete: 'delete api-1 --yes',
      start: 'start reports-1',
      stop: 'stop store-1 --yes',
      reboot: 'reboot store-1 --yes',
      resize: 'resize store-1 --cpus 2 --yes',
      clone: 'clone api-1',
      migrate: 'migrate store-1 --to ams-2 --copy-volumes --yes',
      drain: 'drain api-1',
      backups: 'backups store-1',
      'delete-backup': 'backups store-1 --delete BACKUP --yes',
      restore: 'restore store-1 BACKUP --yes',
      volumes: 'volumes store-1',
      stats: 'stats api-1',
      ssh: 'ssh api-1 --print',
      console: 'console store-1',
    },
    commands: {
      'catalog servers': 'catalog servers',
      api: 'api GET /v1/hubs',
      'ssh --expire': 'ssh api-1 --expire',
      ...common('api-1', 'store-1'),
    },
  },
  morpheus: {
    before: ['backup erp-2 --snapshot --name kept'],
    keeps: 'erp-2',
    endless: [],
    verbs: {
      create:
        'create made-1 --group Production --cloud 6 --type ubuntu --layout ubuntu-vmware-24.04-single --plan vm-2048',
      update: 'update erp-1 --description changed',
      delete: 'delete report-1 --yes',
      start: 'start report-1',
      stop: 'stop erp-1 --yes',
      reboot: 'reboot erp-1 --yes',
      suspend: 'suspend erp-1 --yes',
      resize: 'resize erp-1 --plan vm-8192 --yes',
      clone: 'clone erp-2 --name copy-1',
      tag: 'tag erp-1 --add extra',
      firewall: ['api PUT /sandbox/settings --data {"age":"legacy"}', 'firewall erp-1 --off'],
      iso: 'iso erp-1 --detach',
      upgrade: 'upgrade erp-1 --to generic-add-node --yes',
      backup: 'backup erp-1',
      backups: 'backups erp-2',
      'delete-backup': 'backups erp-2 --delete kept --yes',
      restore: 'restore erp-2 kept --yes',
      image: 'image erp-2',
      'security-groups': 'security-groups erp-1 --clear --yes',
      volumes: 'volumes erp-1',
      containers: 'containers erp-1',
      env: 'env erp-1',
      stats: 'stats erp-1',
      ssh: 'ssh erp-1 --print',
      console: 'console erp-1',
    },
    commands: {
      'catalog plans': 'catalog plans',
      api: 'api GET /api/groups',
      ...common('erp-1'),
    },
  },
};

/** Commands that the matrix leaves out, because they send nothing to a provider, or only what another one does. */
export const leftOut: readonly string[] = [
  ...['profile list', 'profile get', 'profile use', 'profile set', 'profile unguard', 'profile rename'],
  ...['profile remove', 'profile import', 'providers', 'schema', 'explain', 'op list', 'op get'],
  ...['completion', 'completion install', 'completion uninstall'],
  ...['sandbox serve', 'sandbox reset', 'sandbox status'],
  // Each asks by the call of `profile test`, or is made of other commands.
  ...['profile add', 'doctor', 'demo'],
];
