import { whole } from '../whole';

await whole('cloudca');
