import { it } from 'vitest';
import { web, printed, rowsOf } from './setting';
it('x', async () => {
  const rows = Array.from({length: 100000}, (_, i) => ({...web, name: `web-${i}`, id: `id${i}`}));
  for (const n of [10000, 100000]) for (const s of [{}, {width:120},{sort:'-name'},{format:'json' as const},{format:'yaml' as const},{format:'csv' as const},{format:'ndjson' as const},{format:'id' as const},{query:'[].name'}]) {
    if (n === 100000 && s.format === 'yaml') continue;
    const t = performance.now(); await printed(rowsOf(rows.slice(0,n)), s); console.log(n, JSON.stringify(s), Math.round(performance.now()-t));
  }
  const t = performance.now();
  const text = rows.slice(0,10000).map(r => [r.profile,r.name,r.state,r.region,r.size,r.publicAddresses.join(),r.createdAt].map(x => String(x).padEnd(14)).join('  ')).join('\n');
  console.log('padded join', performance.now()-t, text.length);
  const uni = rows.slice(0,10000).map(r => ({...r, name: '東京-'+r.name}));
  for (const s of [{}, {width:60}]) { const t = performance.now(); await printed(rowsOf(uni), s); console.log('cjk', JSON.stringify(s), Math.round(performance.now()-t)); }
  for (const ch of ['x', '東', '\u001b[31m', 'é', '\u0301', '👩‍👩‍👧', ' ', 'a ', '東 ']) for (const s of [{}, {width:60},{format:'csv' as const},{format:'tsv' as const},{format:'json' as const},{format:'yaml' as const},{format:'id' as const}]) {
    const big = ch.repeat(Math.ceil(1e6/ch.length));
    for (const o of [rowsOf([{...web,name:big,size:big}, web]), {kind:'object' as const, value:{...web, name:big}}]) {
    const t = performance.now(); await printed(o, s); const d = performance.now()-t; if (d > 300) console.log('big', JSON.stringify(ch), JSON.stringify(s), o.kind, Math.round(d)); }
  }
}, 300000);
