import { it } from 'vitest';
import { web, database, printed, rowsOf } from './setting';
it('x', async () => {
  const hostile = {...web, name: '東京-サーバー-1', region: '👩‍👩‍👧 fam', size: 'ü'.repeat(30)};
  const out = rowsOf([web, database]);
  for (const s of [{}, {width: 120}, {width:80}, {width:60}, {width:40}, {format:'wide' as const}, {format:'wide' as const, width: 120}, {width:80,colour:true},{format:'json' as const},{format:'yaml' as const},{format:'csv' as const},{format:'tsv' as const},{format:'ndjson' as const},{format:'id' as const},{format:'ref' as const}]) console.log(JSON.stringify(s)+'\n'+ (await printed(out, s)));
  console.log(await printed(rowsOf([web, hostile]), {width: 80}));
  console.log(await printed(rowsOf([web, hostile]), {width: 50}));
  console.log(await printed(rowsOf([])), await printed(rowsOf([]), {width: 80}));
  const detail = {...web, user:'civo', description:'one\ntwo', networks:['default'], volumes:[{id:'v1',name:'boot',sizeGiB:25},{id:'v2',name:null,sizeGiB:null}], userData:null, password:'********'};
  const o = {kind:'object' as const, value: detail};
  for (const s of [{}, {width:80}, {width:40}, {format:'csv' as const},{format:'tsv' as const}, {format:'yaml' as const}, {query:'volumes[].name'}, {columns:['name','STATE'], columnsGiven:true, headers:false}]) console.log(JSON.stringify(s)+'\n'+ (await printed(o, s)));
});
