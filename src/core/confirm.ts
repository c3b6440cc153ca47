import type { Context } from './context';
import { CliError } from './errors';
import { guarded } from './guard';
import type { ActionRules, Step } from './step';

/** More targets of a counted verb than this need their number typed. */
const countedFrom = 10;

/** Refuses more targets than --max allows. */
export function refuseTooMany(context: Context, steps: readonly Step[], action: string): void {
  const { max } = context.options;
  const count = steps.reduce((sum, { plan }) => sum + plan.targets.length, 0);
  if (max !== undefined && count > max) {
    throw new CliError('too_many_targets', `${action} would touch ${count} instances, and --max is ${max}`, {
      hint: 'Narrow the selection, or raise --max.',
    });
  }
}

/** Asks what must be asked before anything is sent; throws `declined` or `confirmation_required`. */
export async function confirm(context: Context, steps: readonly Step[], rules: ActionRules): Promise<void> {
  const targets = steps.flatMap(({ plan }) => plan.targets);
  const count = targets.length;
  const [first] = targets;
  if (first === undefined) return;
  const { yes, max } = context.options;
  const whole = steps.flatMap(({ plan }) => (plan.wholeContainer === undefined ? [] : [plan.wholeContainer]));
  const asks = rules.asks || count > 1 || steps.some(({ plan }) => plan.ask === true);
  const typedGuard = steps.find(({ connection }) => connection.profile.guards.confirm === 'typed');
  const many = rules.counted === true && count > countedFrom;
  const unanswered = whole.length > 0 || (many && max === undefined) || (asks && !yes);
  if (!unanswered && (typedGuard === undefined || !asks)) return;
  const lines = steps.flatMap((step) => describe(step, rules));
  if (!context.ask.available && typedGuard !== undefined && asks) {
    throw guarded(
      typedGuard.connection.profile.name,
      `wants ${rules.action} confirmed by typing, at a terminal`,
      'confirm',
    );
  }
  if (!context.ask.available) {
    throw new CliError(
      'confirmation_required',
      whole[0] !== undefined && yes
        ? `${rules.action} touches more than was named: ${whole[0]}`
        : `${rules.action} asks first, and nobody is there to answer`,
      {
        hint:
          whole.length > 0
            ? `${yes ? '' : `${whole[0]} `}Give --whole-container${yes ? '' : ' --yes'} if that is meant.`
            : many
              ? `${count} instances are meant: give --yes --max ${count}.`
              : 'Give --yes if you are sure; --dry-run shows what would be sent.',
        reason: lines.length <= countedFrom ? lines.join('; ') : undefined,
      },
    );
  }
  const typed = many ? String(count) : typedGuard === undefined ? undefined : first.instance.name;
  const question =
    rules.question ?? `${capital(rules.action)} ${count === 1 ? 'this instance' : `these ${count} instances`}?`;
  const ok = await context.ask.confirm({ lines: [...lines, ...whole], question, typed });
  if (!ok) throw new CliError('declined', 'Nothing was done');
}

function describe({ plan }: Step, { action, loses }: ActionRules): string[] {
  const lost = [...(loses === undefined ? [] : [loses]), ...(plan.loses ?? [])];
  return plan.targets.map(({ instance: { profile, name, id, state } }) => {
    const sentence = lost.length === 0 ? '' : `: ${lost.join('; ')}`;
    return `${action} ${profile}/${name} (${id}, ${state})${sentence}`;
  });
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
