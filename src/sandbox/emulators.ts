import type { Emulator } from './emulator';

/** Every provider that the sandbox has, in the order of their ports. Each is loaded only when it is started. */
export const emulators: Readonly<Record<string, () => Promise<Emulator<unknown>>>> = {
  civo: async () => (await import('./civo')).civo,
  cloudca: async () => (await import('./cloudmc')).cloudca,
  coxedge: async () => (await import('./cloudmc')).coxedge,
  cycle: async () => (await import('./cycle')).cycle,
  morpheus: async () => (await import('./morpheus')).morpheus,
};
