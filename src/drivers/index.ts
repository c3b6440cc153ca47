import type { Driver } from '../core/driver';

/** Every provider, in the order of the product's page. Each driver is loaded only when it is used. */
export const drivers: Readonly<Record<string, () => Promise<Driver>>> = {
  civo: async () => (await import('./civo')).civo,
  cloudca: async () => (await import('./cloudca')).cloudca,
  coxedge: async () => (await import('./coxedge')).coxedge,
  cloudmc: async () => (await import('./cloudmc')).cloudmc,
  cycle: async () => (await import('./cycle')).cycle,
  morpheus: async () => (await import('./morpheus')).morpheus,
};
