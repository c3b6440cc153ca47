import type { Driver } from '../core/driver';

/** Every provider, in the order of the product's page. Each driver is loaded only when it is used. */
export const drivers: Readonly<Record<string, () => Promise<Driver>>> = {
  civo: async () => (await import('./civo')).civo,
};
