/** An emulated machine, as somebody who has logged in finds it. */
export interface Machine {
  /** Its files are kept under it. */
  id: string;
  hostname: string;
  /** Who has logged in, in the machine's own words. Whoever isn't root may write only at home and in /tmp. */
  user: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Asked several times a second; false ends every open session. */
  isUp(): boolean;
  /** Shells and commands unless said; without it only files can be reached. */
  shell?: boolean;
}

/** Where a user's files are. */
export function homeOf(machine: Machine): string {
  return machine.user === 'root' ? '/root' : `/home/${machine.user}`;
}
