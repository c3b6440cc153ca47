import { hostile } from './hostile';

hostile('coxedge');
