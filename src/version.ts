import { version as own } from '../package.json';

/** nube's own version; the build writes it in. */
export const version: string = own;
