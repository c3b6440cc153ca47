import { act, type ChangingVerb, type InputOfVerb } from '../core/act';
import { type Command, type CommandGroup, defineCommand } from '../core/command';
import type { MutatingOption } from '../core/common';
import type { Options, Values } from '../core/option';
import type { ActionRules } from '../core/step';
import { actionView, createdView } from '../core/views';
import { forgetRemoved } from './reach/forget';

/** Every option of a verb that changes instances. */
export const changingOptions: readonly MutatingOption[] = [
  'yes',
  'dry-run',
  'no-wait',
  'timeout',
  'concurrency',
  'filter',
  'all',
  'max',
];

export const references = {
  name: 'ref',
  summary: 'name, id, start of an id, PROFILE/NAME or GROUP/NAME',
  required: false,
  many: true,
  completes: 'reference',
} as const;

/** A verb that plans and carries out changes: most of them differ only by their words. */
export function changingVerb<V extends ChangingVerb, const O extends Options>(definition: {
  verb: V;
  group: CommandGroup;
  aliases?: readonly string[];
  summary: string;
  description?: string;
  options?: O;
  examples: Command['examples'];
  /** Prints new instances instead of actions. */
  makes?: true;
  rules: Omit<ActionRules, 'action'> | ((input: InputOfVerb<V>) => Omit<ActionRules, 'action'>);
  /** Checks and shapes what was given before anything is looked up. */
  input?(values: Values<O>): InputOfVerb<V>;
}): Command<O> {
  const { verb, rules, input: inputOf, makes = false, options = {} as O, ...words } = definition;
  return defineCommand<O>({
    ...words,
    name: verb,
    arguments: [references],
    options,
    mutating: changingOptions,
    output: makes ? 'created' : 'actions',
    view: makes ? createdView : actionView,
    async run(context, { words: refs, options: values }) {
      const input = inputOf === undefined ? (values as InputOfVerb<V>) : inputOf(values);
      const chosen = typeof rules === 'function' ? rules(input) : rules;
      const output = await act(context, verb, refs, input, { ...chosen, makes, action: verb });
      if (chosen.gone === true) await forgetRemoved(context, output);
      return output;
    },
  });
}
