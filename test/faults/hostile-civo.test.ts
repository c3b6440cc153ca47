import { hostile } from './hostile';

hostile('civo');
