import { jsonText } from '../core/jsonText';
import { clean } from '../core/text';

/** A warning as one line of stderr. */
export function renderWarning(code: string, message: string, json: boolean): string {
  return `${json ? jsonText({ warning: { code, message } }) : `warning: ${clean(message, 2000)}`}\n`;
}

/** A remark for people as one line of stderr. */
export function renderNote(message: string): string {
  return `${clean(message, 2000)}\n`;
}
