/** How the appliance behaves. Changed while it runs, by `PUT /sandbox/settings`, which is no part of the provider's API. */
export interface MorpheusSettings {
  /** The shapes of 2017, or today's. */
  age: 'current' | 'legacy';
  /** null: the usual one of the age. Some behaviour goes by it. */
  buildVersion: string | null;
  /**
   * What people say to a create or a resize: nobody is asked, nobody answers, they say no. Going back to `none` lets
   * everything go on that waits.
   */
  approval: 'none' | 'pending' | 'denied';
  /** What a delete does: at once, after a day, or once `deletePolicy` is `now` again. */
  deletePolicy: 'now' | 'delayed' | 'approval';
  /** Every operation ends in a failure. */
  failure: boolean;
  /** Whatever is wrong with a create, an update or a resize comes with status 200. */
  errorsIn200: boolean;
  /** Instances whose own result is a failure, in an answer that is otherwise a success. */
  refusedIds: number[];
  /** So many of the provider's milliseconds pass before a middle state is seen. */
  statusLag: number;
  /** How long a token is good, in the provider's seconds. */
  tokenLifetime: number;
}

const YEAR = 365 * 24 * 3600;

export const usualSettings: MorpheusSettings = {
  age: 'current',
  buildVersion: null,
  approval: 'none',
  deletePolicy: 'now',
  failure: false,
  errorsIn200: false,
  refusedIds: [],
  statusLag: 0,
  tokenLifetime: YEAR,
};
