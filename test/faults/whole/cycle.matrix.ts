import { whole } from '../whole';

await whole('cycle');
