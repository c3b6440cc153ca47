import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret';
import { curlCommand, type RecordedRequest } from '../../../src/io/http/curl';

const base: RecordedRequest = {
  profile: 'prod',
  method: 'POST',
  url: new URL('https://h/x'),
  headers: () => ({}),
  content: null,
  caFile: null,
  insecure: false,
  proxy: null,
};

/** The command for the request, and what the variables in it are. */
function written(request: Partial<RecordedRequest>): [string, Record<string, string>] {
  const { command, variables } = curlCommand(
    { ...base, ...request },
    {
      token: (profile) => `NUBE_TOKEN_${profile.toUpperCase()}`,
      secret: ({ label }) => `NUBE_${label.toUpperCase()}`,
      later: new Set(['ID_1', 'ID_12']),
    },
  );
  return [command, Object.fromEntries(variables)];
}

const post = "curl -sS --fail-with-body -X POST 'https://h/x'";
const hush = new Secret('hidden', 'hush');
const empty = "-H 'Content-Length: 0'";
const first = { ID_1: 'the id that the answer to 1 tells' };
const hushed = { NUBE_HUSH: 'the hush, which is not shown' };

describe('the curl line of a change', () => {
  it.each<[string, Partial<RecordedRequest>, string, Record<string, string>]>([
    ['says that it has no body', {}, `${post} ${empty}`, {}],
    ['of PUT says so too', { method: 'PUT' }, `curl -sS --fail-with-body -X PUT 'https://h/x' ${empty}`, {}],
    ['of DELETE has none to speak of', { method: 'DELETE' }, "curl -sS --fail-with-body -X DELETE 'https://h/x'", {}],
    ['of OPTIONS neither', { method: 'OPTIONS' }, "curl -sS --fail-with-body -X OPTIONS 'https://h/x'", {}],
    [
      'names the authorities, the trust in any certificate and the proxy',
      { caFile: "/it's.pem", insecure: true, proxy: 'http://proxy:3128' },
      `curl -sS --fail-with-body --cacert '/it'\\''s.pem' --insecure --proxy 'http://proxy:3128' --noproxy '' -X POST 'https://h/x' ${empty}`,
      {},
    ],
    [
      'goes around any proxy',
      { proxy: 'none' },
      `curl -sS --fail-with-body --noproxy '*' -X POST 'https://h/x' ${empty}`,
      {},
    ],
    [
      'does not show a proxy’s password',
      { proxy: 'http://me:pw@proxy' },
      `curl -sS --fail-with-body --proxy "$NUBE_PROXY" --noproxy '' -X POST 'https://h/x' ${empty}`,
      { NUBE_PROXY: 'the proxy of the profile' },
    ],
    [
      'puts in an id that only an answer tells',
      { url: new URL('https://h/x/%24ID_12/y?of=$ID_1&not=$ID_2') },
      `curl -sS --fail-with-body -X POST 'https://h/x/'"$ID_12"'/y?of='"$ID_1"'&not=$ID_2' ${empty}`,
      { ...first, ID_12: 'the id that the answer to 12 tells' },
    ],
  ])('%s', (_title, request, line, variables) => {
    expect(written(request)).toEqual([line, variables]);
  });

  it.each([
    ['https://h/a[b', true],
    ['https://h/a]b', true],
    ['https://h/a?b={', true],
    ['https://h/a?b=}', true],
    ['https://h/a?b=c', false],
    ['http://[::1]:8080/a', false],
  ])('to %s is no pattern', (url, odd) => {
    expect(written({ url: new URL(url) })).toEqual([
      `curl -sS --fail-with-body ${odd ? '--globoff ' : ''}-X POST '${url}' ${empty}`,
      {},
    ]);
  });
});

describe('a header in a curl line', () => {
  it.each<[Record<string, string>, Record<string, Secret> | undefined, string, Record<string, string>]>([
    [{ Authorization: 'bearer $NUBE_TOKEN_PROD' }, undefined, '-H "Authorization: bearer $NUBE_TOKEN_PROD"', {}],
    [{ A: '1', B: 'it’s' }, undefined, "-H 'A: 1' -H 'B: it’s'", {}],
    [{ A: '' }, undefined, "-H 'A;'", {}],
    // Ids are in addresses and bodies alone.
    [{ A: '$ID_1' }, undefined, "-H 'A: $ID_1'", {}],
    [{ A: '', B: '2' }, { A: hush }, `-H "A: $NUBE_HUSH" -H 'B: 2'`, hushed],
  ])('%j', (headers, secretHeaders, words, variables) => {
    const given = secretHeaders === undefined ? {} : { secretHeaders };
    expect(written({ method: 'DELETE', headers: () => headers, ...given })).toEqual([
      `curl -sS --fail-with-body -X DELETE 'https://h/x' ${words}`,
      variables,
    ]);
  });

  it('is made for the variable of the credential', () => {
    expect(written({ method: 'DELETE', headers: (token) => ({ A: `<${token}>` }) })[0]).toContain(
      '-H "A: <$NUBE_TOKEN_PROD>"',
    );
  });
});

it('hides parameters, after those that are shown', () => {
  const secretQuery = [
    ['a b', hush],
    ['c', new Secret('x', 'c')],
  ] as const;
  const variables = {
    NUBE_HUSH: 'the hush, which is not shown, encoded',
    NUBE_C: 'the c, which is not shown, encoded',
  };
  const line = (address: string) => `curl -sS --fail-with-body -X DELETE "https://h/x${address}"`;
  const gone = { method: 'DELETE', secretQuery };
  expect(written(gone)).toEqual([line('?a%20b=$NUBE_HUSH&c=$NUBE_C'), variables]);
  expect(written({ ...gone, url: new URL('https://h/x?d=1') })).toEqual([
    line('?d=1&a%20b=$NUBE_HUSH&c=$NUBE_C'),
    variables,
  ]);
});

describe('the body in a curl line', () => {
  const jq = (program: string) => `jq -n -c ${program} | ${post} -d @-`;
  const note = (label: string, name = label) => ({
    [`NUBE_${name.toUpperCase()}`]: `the ${label}, which is not shown`,
  });

  it.each<[string, RecordedRequest['content'], string, Record<string, string>]>([
    ['from a file', { file: "it's" }, `${post} --data-binary '@it'\\''s'`, {}],
    ['from standard input', { file: '-' }, `${post} --data-binary '@-'`, {}],
    ['of text', { bytes: '@it’s\n\ta' }, `${post} --data-raw '@it’s\n\ta'`, {}],
    ['of bytes that are text', { bytes: Buffer.from('ü') }, `${post} --data-raw 'ü'`, {}],
    ['of nothing', { bytes: '' }, `${post} --data-raw ''`, {}],
    [
      'of bytes that are none',
      { bytes: Buffer.from([0x61, 0xff]) },
      `printf %s 'Yf8=' | base64 -d | ${post} --data-binary @-`,
      {},
    ],
    [
      'that would steer a terminal',
      { bytes: 'a\u001b[1m' },
      `printf %s 'YRtbMW0=' | base64 -d | ${post} --data-binary @-`,
      {},
    ],
    ['with a null byte', { bytes: 'a\0' }, `printf %s 'YQA=' | base64 -d | ${post} --data-binary @-`, {}],
    [
      'that is not shown',
      { bytes: new Secret('x', 'body') },
      `${post} --data-raw "$NUBE_BODY"`,
      { NUBE_BODY: 'the body, which is not shown' },
    ],
    ['as a form', { form: { a: 'b c', d: 'ü' } }, `${post} -d 'a=b+c&d=%C3%BC'`, {}],
    ['as a form with an id', { form: { a: '$ID_1' } }, `${post} -d "a=$ID_1"`, first],
    [
      'as a form with a secret',
      { form: { 'a b': 'c d', e: hush, f: '' } },
      `jq -n -j --arg hush "$NUBE_HUSH" '@uri "a+b=c+d&e=\\($hush)&f="' | ${post} -d @-`,
      hushed,
    ],
    [
      'of JSON',
      { json: { a: [1, null, { b: 'it’s' }], c: undefined } },
      `${post} -d '{"a":[1,null,{"b":"it’s"}]}'`,
      {},
    ],
    ['of the JSON null', { json: null }, `${post} -d 'null'`, {}],
    ['of JSON with an id', { json: { a: 'x-$ID_1' } }, `${post} -d '{"a":"x-'"$ID_1"'"}'`, first],
    ['that is a secret', { json: hush }, jq(`--arg hush "$NUBE_HUSH" '$hush'`), hushed],
    [
      'of JSON with secrets',
      {
        json: { name: 'a"\u001b', hush, list: [true, -1.5, null, [hush]], 'k"\u009b': {}, none: undefined },
      },
      jq(
        `--arg hush "$NUBE_HUSH" '{"name":"a\\"\\u001b","hush":$hush,"list":[true,-1.5,null,[$hush]],"k\\"\\u009b":{}}'`,
      ),
      hushed,
    ],
    [
      'of JSON with a secret and ids',
      { json: { of: '$ID_1', to: '$ID_12 and "$ID_1', not: '$ID_3', hush } },
      jq(
        `--arg ID_1 "$ID_1" --arg ID_12 "$ID_12" --arg hush "$NUBE_HUSH" '{"of":"\\($ID_1)","to":"\\($ID_12) and \\"\\($ID_1)","not":"$ID_3","hush":$hush}'`,
      ),
      { ...first, ID_12: 'the id that the answer to 12 tells', ...hushed },
    ],
    [
      'of JSON with a secret from a file',
      { json: { a: new Secret('x', 'script', "/it's"), b: hush } },
      jq(`--rawfile script '/it'\\''s' --arg hush "$NUBE_HUSH" '{"a":$script,"b":$hush}'`),
      hushed,
    ],
    [
      'of JSON with a secret from standard input',
      { json: [new Secret('x', 'script', '-')] },
      jq("--rawfile script /dev/stdin '[$script]'"),
      {},
    ],
    [
      'with a secret named as a word of jq',
      { json: new Secret('x', 'end') },
      jq(`--arg _end "$NUBE_END" '$_end'`),
      note('end'),
    ],
    [
      'with one that only begins so',
      { json: new Secret('x', 'ender') },
      jq(`--arg ender "$NUBE_ENDER" '$ender'`),
      note('ender'),
    ],
    [
      'with one that only ends so',
      { json: new Secret('x', 'bend') },
      jq(`--arg bend "$NUBE_BEND" '$bend'`),
      note('bend'),
    ],
    [
      'with one that begins with a digit',
      { json: new Secret('x', '2fa') },
      jq(`--arg _2fa "$NUBE_2FA" '$_2fa'`),
      note('2fa'),
    ],
    ['with one that has a digit', { json: new Secret('x', 'a2') }, jq(`--arg a2 "$NUBE_A2" '$a2'`), note('a2')],
  ])('%s', (_title, content, line, variables) => {
    expect(written({ content })).toEqual([line, variables]);
  });
});
