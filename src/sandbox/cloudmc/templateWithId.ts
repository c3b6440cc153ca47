import type { CloudmcTemplate } from './data';
import type { Scene } from './scene';

/** The template with this id, whoever may use it; undefined when there is none (any more). */
export function templateWithId({ flavour, world }: Scene, id: string): CloudmcTemplate | undefined {
  if (Object.hasOwn(world.data.templates, id)) return world.data.templates[id];
  for (const { templates } of flavour.services) {
    const template = templates.find((known) => known.id === id);
    if (template) return template;
  }
  return undefined;
}
