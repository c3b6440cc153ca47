import type { Clock } from './clock';
import type { Emulator, EmulatorFault, World } from './emulator';
import type { Random } from './random';

/** The state of one provider in memory. `memo` is what was computed from it and goes when it changes. */
export interface Held<Data> {
  data: Data;
  random: Random;
  /** By moment, then in the order they were scheduled. */
  events: PendingEvent[];
  memo: Map<string, unknown>;
}

/** A transition to come; `at` in milliseconds since 1970. */
export interface PendingEvent {
  at: number;
  kind: string;
  subject: string;
  detail?: unknown;
}

/** What a world has around it, apart from its state. */
export interface Surroundings {
  readonly clock: Clock;
  readonly origin: string;
  readonly addresses: Readonly<Record<string, string>>;
}

export interface Occasion {
  /** Milliseconds since 1970. */
  now: number;
  /** Whether the data may change meanwhile, so that nothing computed from it can be remembered. */
  changing: boolean;
  fault(kind: EmulatorFault): boolean;
}

/** The state as one handler or transition sees it. */
export function createWorld<Data>(held: Held<Data>, around: Surroundings, occasion: Occasion): World<Data> {
  const { clock } = around;
  const { now } = occasion;
  return {
    data: held.data,
    random: held.random,
    origin: around.origin,
    addresses: around.addresses,
    now: () => now,
    after: (milliseconds) => now + clock.scale(milliseconds),
    fault: (kind) => occasion.fault(kind),
    schedule(milliseconds, kind, subject, detail) {
      if (occasion.fault('stuck')) return;
      const event: PendingEvent = { at: now + clock.scale(milliseconds), kind, subject };
      if (detail !== undefined) event.detail = detail;
      let place = held.events.length;
      while (place > 0 && (held.events[place - 1] as PendingEvent).at > event.at) place -= 1;
      held.events.splice(place, 0, event);
    },
    cancel(subject, kind) {
      held.events = held.events.filter(
        (event) => event.subject !== subject || (kind !== undefined && event.kind !== kind),
      );
    },
    memo<T>(key: string, compute: () => T): T {
      if (occasion.changing) return compute();
      const known = held.memo.get(key);
      if (known !== undefined || held.memo.has(key)) return known as T;
      const value = compute();
      held.memo.set(key, value);
      return value;
    },
  };
}

/**
 * Applies what is due by now, each at its own moment, so that the result is the same whoever applies it and whenever.
 */
export function settle<Data>(held: Held<Data>, emulator: Emulator<Data>, around: Surroundings): void {
  const now = around.clock.now();
  let event = held.events[0];
  if (!event || event.at > now) return;
  while (event && event.at <= now) {
    held.events.shift();
    const world = createWorld(held, around, { now: event.at, changing: true, fault: () => false });
    emulator.transitions[event.kind]?.(world, event.subject, event.detail);
    event = held.events[0];
  }
  held.memo.clear();
}
