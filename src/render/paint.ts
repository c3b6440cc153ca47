import { Chalk } from 'chalk';

/** What a colour says, rather than which it is. */
export type Style = 'good' | 'bad' | 'idle' | 'moving' | 'faint';

export type Paint = (text: string, style: Style | null) => string;

const chalk = new Chalk({ level: 1 });
const styles = {
  good: chalk.green,
  bad: chalk.red,
  idle: chalk.yellow,
  moving: chalk.cyan,
  faint: chalk.dim,
} as const satisfies Record<Style, (text: string) => string>;

/** The text in the colour of its style. Whether there is to be colour at all is for the caller to know. */
export const paint: Paint = (text, style) => (style === null ? text : styles[style](text));
