import manifest from '../package.json';

/** nube's own version; the build writes it in. */
export const version: string = manifest.version;
