import { hostile } from './hostile';

hostile('cycle');
