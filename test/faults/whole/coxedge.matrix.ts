import { whole } from '../whole';

await whole('coxedge');
