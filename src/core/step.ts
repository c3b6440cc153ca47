import type { Connection } from './context';
import type { Plan } from './driver';
import type { State } from './instance';

/** The words and rules by which one verb differs from another. */
export interface ActionRules {
  /** The action's name in rows and messages: `stop`. */
  action: string;
  /** States in which nothing is left to do; they also settle a lost answer. */
  reached?: readonly State[];
  /** The instance is gone afterwards. */
  gone?: boolean;
  /** Asks even for one target. */
  asks: boolean;
  /** The question, where it is not `Stop these 3 instances?`. */
  question?: string;
  /** What every target loses, for the question. */
  loses?: string;
  /** More than ten need the number typed, or --max. */
  counted?: boolean;
  /** The start of an id will do. */
  prefixes?: boolean;
  /** Destroyed but recoverable instances fit, and only they are meant. */
  findsGone?: boolean;
  /** How long to wait unless --timeout says, in milliseconds; ten minutes by default. */
  timeout?: number;
  /** Prints new instances instead of actions. */
  makes?: boolean;
}

/** A plan with the connection that carries it out. */
export interface Step {
  connection: Connection;
  plan: Plan;
}
