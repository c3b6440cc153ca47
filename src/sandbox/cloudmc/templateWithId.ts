import { bareMetalTemplate, publicTemplates, type Zone, zoneNamed } from './catalog';
import type { CloudmcTemplate } from './data';
import type { Scene } from './scene';

/** The template with this id, whoever may use it; undefined when there is none (any more). */
export function templateWithId(scene: Scene, id: string): CloudmcTemplate | undefined {
  const { flavour, world } = scene;
  const own = Object.hasOwn(world.data.templates, id) ? world.data.templates[id] : undefined;
  if (own) return own;
  const index = world.memo('templates', () => {
    const templates = flavour.services.flatMap(({ zones }) => offeredTemplates(scene, zones.map(zoneNamed)));
    return new Map(templates.map((template) => [template.id, template]));
  });
  return index.get(id);
}

/** The templates that everybody has in these zones. */
export function offeredTemplates({ flavour }: Scene, zones: readonly Zone[]): CloudmcTemplate[] {
  return [...publicTemplates(zones), ...(flavour.bareMetal ? [bareMetalTemplate(zones)] : [])];
}
