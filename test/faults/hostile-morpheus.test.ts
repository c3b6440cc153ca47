import { hostile } from './hostile';

hostile('morpheus');
