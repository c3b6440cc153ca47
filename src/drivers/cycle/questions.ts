import type { CreateInput, Question, Session } from '../../core/driver';
import { type Container, chooseContainer, readContainers } from './containers';
import { readUsableServers } from './servers';

/** What the wizard asks: a container that takes new instances, and a server for them. */
export const questions: readonly Question[] = [
  {
    option: 'container',
    message: 'More instances of which container?',
    choices: async (session) => {
      const containers = (await readContainers(session)).filter(takesInstances);
      return containers.map(({ id, label, environmentName, wanted, image }) => {
        const about = [environmentName, `${wanted} now`, image].filter((part) => part !== null).join(', ');
        const typable = containers.filter((other) => other.label === label).length === 1 ? label : id;
        return { value: typable, name: `${label} (${about})` };
      });
    },
  },
  {
    option: 'server',
    message: 'On which server?',
    when: async (session, input) => (await containerFor(session, input))?.strategy === 'manual',
    choices: async (session, input) => {
      const container = await containerFor(session, input);
      if (container === null) return [];
      const servers = (await readUsableServers(session, container.id)).filter(({ closed }) => closed === null);
      return servers.map(({ id, label, location }) => {
        const typable = servers.filter((other) => other.label === label).length === 1 ? label : id;
        return { value: typable, name: location === null ? label : `${label} (${location})` };
      });
    },
  },
];

/** Instances are placed by hand where the strategy is manual, and never next to Cycle's own. */
const takesInstances = ({ strategy, service, machine, deprecated }: Container): boolean =>
  strategy === 'manual' && service === null && machine === null && !deprecated;

async function containerFor(session: Session, { container, scale, kind }: CreateInput): Promise<Container | null> {
  const wanted = container ?? session.settings.container;
  return wanted === undefined || scale !== undefined || kind === 'vm' ? null : chooseContainer(session, wanted);
}
