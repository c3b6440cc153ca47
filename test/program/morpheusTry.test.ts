import { it } from 'vitest';
import { Home } from '../nube';
it('tries', async () => {
  const home = new Home();
  const lines = (process.env.TRY ?? '').split('\n').filter((l) => l.trim() !== '');
  for (const line of lines) {
    const words = (line.match(/'[^']*'|\S+/g) ?? []).map((w) => w.replace(/^'|'$/g, ''));
    const run = await home.sandbox(words);
    console.log(`$ nube ${line}\n[${run.code}] ${run.stdout}${run.stderr ? `--- stderr\n${run.stderr}` : ''}${run.requests.filter(r=>r.provider==='morpheus').map((r) => `   > ${r.method} ${r.path}${Object.keys(r.query).length ? '?' + new URLSearchParams(r.query as any) : ''} ${r.body && r.method !== 'GET' ? JSON.stringify(r.body) : ''} ${r.status}`).slice(0, 30).join('\n')}`);
  }
}, 120000);
