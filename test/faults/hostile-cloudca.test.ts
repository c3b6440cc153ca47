import { hostile } from './hostile';

hostile('cloudca');
