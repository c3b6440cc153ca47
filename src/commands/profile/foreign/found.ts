import { type Fields, isFields } from '../../../core/fields';
import type { Profile } from '../../../core/profile';

export const tools = ['civo', 'morpheus', 'terraform', 'variables'] as const;
/** Whose files or variables are read. */
export type Tool = (typeof tools)[number];

/** A connection that another tool has left: not a profile yet, for it may lack settings and its name may be taken. */
export interface Found extends Pick<Profile, 'provider' | 'settings' | 'token' | 'password'> {
  tool: Tool;
  /** What it is called there. */
  name: string;
  /** Where it was found, for people: a file and what in it, or the variables. */
  from: string;
}

/** What looking in one place came to; a warning is a sentence on what could not be used. */
export interface Findings {
  found: readonly Found[];
  warnings: readonly string[];
}

export const nothing: Findings = { found: [], warnings: [] };

/** A mapping as JSON or YAML has them; null for anything else. */
export const mapping = (value: unknown): Fields | null => (isFields(value) ? value : null);

/** A text that says something; null for anything else. */
export function word(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
