import { describe, expect, it } from 'vitest';
import type { CreateInput } from '../../src/core/driver';
import { account, answers, create, sent, usual } from './morpheusAccount';
import { type Fake, lines } from './morpheusSession';

describe('the wizard', () => {
  /** Answers each question with its first choice unless told otherwise. */
  async function ask(fake: Fake, given: CreateInput, said: Partial<Record<keyof CreateInput, string>> = {}) {
    const asked: string[] = [];
    let input: CreateInput = given;
    for (const { option, message, choices, when } of create.questions) {
      if (input[option] !== undefined || (fake.session.settings as any)[option] !== undefined) continue;
      if (when === undefined ? !create.required.includes(option) : !(await when(fake.session, input))) continue;
      const offered = await choices?.(fake.session, input);
      asked.push(`${message} ${(offered ?? []).map(({ value, name }) => `${value}: ${name}`).join(' | ')}`.trim());
      const answer = said[option] ?? offered?.[0]?.value ?? '';
      if (answer !== '') input = { ...input, [option]: ['volume', 'config'].includes(option) ? [answer] : answer };
    }
    return { asked, input };
  }

  it('asks in the order in which a person thinks', async () => {
    const fake = account();
    const { asked, input } = await ask(fake, {}, { volume: 'root=30' });
    expect(asked).toEqual([
      'In which group? Production: Production | Lab: Lab',
      'In which cloud? East: East | West: West',
      'Which type? ubuntu: Ubuntu (ubuntu) | apache: Apache (apache)',
      'Which layout? u-24: VMware VM 24.04 (u-24) | u-22: VMware VM 22.04 (u-22)',
      'Which plan? 1 CPU, 1GB: 1 CPU, 1GB (1 CPU, 1024 MiB, 10 GiB) | 4 CPU, 8GB: 4 CPU, 8GB',
      'In which network? VM Network: VM Network | Backend: Backend | Any: Any | Sub: Sub | : whichever the cloud chooses',
      'Root volume, as root=GB (empty for that of the plan)?',
    ]);
    expect(await sent(input, fake)).toMatchObject({
      zoneId: 6,
      instance: { layout: { id: 105 }, plan: { id: 75 } },
      networkInterfaces: [{ network: { id: 'network-110' } }],
      volumes: [{ size: 30 }],
    });
  });

  it('asks nothing that is said, set or the only choice', async () => {
    const only = account(
      {
        '/api/options/layoutsForCloud': { data: [{ name: 'VMware VM', value: 105 }] },
        '/api/provision-types': {
          provisionTypes: [{ code: 'vmware', hasNetworks: false, rootDiskCustomizable: false }],
        },
      },
      { group: 'Production', cloud: 'East' },
    );
    expect((await ask(only, { type: 'ubuntu', size: 'small' })).asked).toEqual([]);
  });

  it('asks for the resource pool where one is needed', async () => {
    const pools = account({
      '/api/provision-types': { provisionTypes: [{ code: 'vmware', zonePoolRequired: true, hasNetworks: true }] },
    });
    const { asked, input } = await ask(pools, usual);
    expect(asked[0]).toBe('In which resource pool? resourcePoolId=pool-75: Pool A | resourcePoolId=pool-76: Pool B');
    expect(lines(pools)).toContain('GET /api/options/zoneNetworkOptions?zoneId=6&provisionTypeId=7&poolId=pool-75');
    expect((await sent(input, pools)).config).toEqual({ resourcePoolId: 'pool-75' });
  });

  it('reads the bare lists of old appliances', async () => {
    const bare = account({
      '/api/options/instanceTypes': [{ name: 'Ubuntu', value: 'ubuntu' }],
      '/api/options/layoutsForCloud': [{ name: 'VMware VM', value: 105 }],
      '/api/options/zoneNetworkOptions': (answers['/api/options/zoneNetworkOptions'] as any).data,
    });
    expect((await ask(bare, {})).asked).toHaveLength(6);
  });
});
