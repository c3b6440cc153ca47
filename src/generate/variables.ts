/** A variable of the environment that users may set, and what it does. */
export interface DocumentedVariable {
  name: string;
  meaning: string;
}

const connection = 'of the profile `env`, of `profile add` and `profile import`';

/** Every variable that nube reads, by what it is for. */
export const variables: Readonly<Record<string, readonly DocumentedVariable[]>> = {
  'Which profile': [
    { name: 'NUBE_PROFILE', meaning: 'stands for `-p` where neither it nor the reference names a profile' },
    {
      name: 'NUBE_PROVIDER',
      meaning: 'together with a credential describes the profile `env`, which lives in memory only',
    },
    { name: 'NUBE_TOKEN', meaning: `the token ${connection}` },
    { name: 'NUBE_USERNAME', meaning: `the user name ${connection}` },
    { name: 'NUBE_PASSWORD', meaning: `the password ${connection}` },
    { name: 'NUBE_ENDPOINT', meaning: `the base URL ${connection}` },
    { name: 'NUBE_REGION', meaning: `the region ${connection}` },
    { name: 'NUBE_SERVICE', meaning: `the service ${connection}` },
    { name: 'NUBE_ENVIRONMENT', meaning: `the environment ${connection}` },
    { name: 'NUBE_ORG', meaning: `the organization ${connection}` },
    { name: 'NUBE_HUB', meaning: `the hub ${connection}` },
    { name: 'NUBE_CONTAINER', meaning: `the container ${connection}` },
    { name: 'NUBE_GROUP', meaning: `the group ${connection}` },
    { name: 'NUBE_CLOUD', meaning: `the cloud ${connection}` },
    { name: 'NUBE_CA_FILE', meaning: `a file of certificates to trust beside the usual ones, ${connection}` },
  ],
  'How to print': [
    { name: 'NUBE_OUTPUT', meaning: 'stands for `--output`' },
    { name: 'NUBE_COLUMNS', meaning: 'stands for `--columns`, where a listing has them' },
    { name: 'NUBE_COLOR', meaning: 'stands for `--color`' },
    { name: 'NO_COLOR', meaning: 'anything in it: no colour' },
    { name: 'FORCE_COLOR', meaning: 'anything but 0 or false in it: colour, also where there is no terminal' },
    { name: 'TERM', meaning: '`dumb`: no colour, no spinner' },
  ],
  'How to work': [
    { name: 'NUBE_TIMEOUT', meaning: 'stands for `--timeout`' },
    { name: 'NUBE_CONCURRENCY', meaning: 'stands for `--concurrency`' },
    { name: 'CI', meaning: 'set: no questions, no spinner' },
    { name: 'NUBE_STEP_OUTPUT', meaning: 'the file of `--step-output`, in place of the one that the CI system names' },
    { name: 'NUBE_ANNOTATIONS', meaning: 'in GitLab, the annotations report that errors join' },
  ],
  'The network': [
    { name: 'HTTPS_PROXY', meaning: 'the proxy for requests over TLS, also in small letters' },
    { name: 'HTTP_PROXY', meaning: 'the proxy for requests without TLS, also in small letters' },
    { name: 'ALL_PROXY', meaning: 'the proxy where no other is named, also in small letters' },
    { name: 'NO_PROXY', meaning: 'hosts that are reached without a proxy, also in small letters' },
    {
      name: 'NODE_EXTRA_CA_CERTS',
      meaning: 'a file of certificates to trust beside the usual ones, for every request',
    },
  ],
  'Where things are': [
    { name: 'NUBE_CONFIG_DIR', meaning: 'the directory of the configuration' },
    { name: 'NUBE_DATA_DIR', meaning: 'the directory of known host keys, sign-in tokens and the journal' },
    { name: 'NUBE_CACHE_DIR', meaning: 'the directory of what can be fetched again' },
    { name: 'XDG_CONFIG_HOME', meaning: 'where the configuration is unless nube’s own variable says' },
    { name: 'XDG_DATA_HOME', meaning: 'where the data are unless nube’s own variable says' },
    { name: 'XDG_CACHE_HOME', meaning: 'where the cache is unless nube’s own variable says' },
  ],
  'The sandbox': [
    { name: 'NUBE_SANDBOX', meaning: '`1` stands for `--sandbox`' },
    { name: 'NUBE_SANDBOX_DIR', meaning: 'the directory of the sandbox’s state and profiles' },
    { name: 'NUBE_SANDBOX_LATENCY', meaning: 'milliseconds before each answer' },
    { name: 'NUBE_SANDBOX_FAULT', meaning: 'faults as for `sandbox serve --fault`, as `429:0.2`' },
    { name: 'NUBE_SANDBOX_SEED', meaning: 'a number: the same run twice' },
    { name: 'NUBE_SANDBOX_INSTANCES', meaning: 'so many instances more on every provider, for scale' },
    { name: 'NUBE_SANDBOX_SPEED', meaning: 'so many times faster than the real clouds' },
    {
      name: 'NUBE_SANDBOX_REQUESTS',
      meaning: 'a file that each request to the emulators is added to, one JSON object a line',
    },
  ],
};
