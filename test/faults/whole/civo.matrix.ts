import { whole } from '../whole';

await whole('civo');
