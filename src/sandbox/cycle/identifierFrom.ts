/** The identifier that the platform makes of a name. */
export function identifierFrom(name: string): string {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return slug.replace(/^-|-$/g, '') || 'unnamed';
}
