import { test } from 'vitest';
import { serveSsh } from '/work/main/src/sandbox/ssh';
test('x', async () => {
  const all: any = {};
  const s = await serveSsh({ hostKeySeed: () => '11'.repeat(32), methods: ['password','publickey'], login: (a) => a.method==='publickey' || (a.method === 'password' && a.password === 'pw') ? ({ id: 'm', hostname: 'api-1', user: a.user, startedAt: Date.now()-1e9, isUp: () => true }) : undefined,
    disks: { read: (l) => l(all), change: async (c) => c(all) } });
  console.log(s.addresses);
  await new Promise(r => setTimeout(r, 900000));
}, 1000000);
