import { whole } from '../whole';

await whole('morpheus');
