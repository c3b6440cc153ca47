/** The images that a virtual machine can begin with, by identifier. */
export const baseImages: Readonly<Record<string, unknown>> = {
  alpine: {
    title: 'Alpine Linux',
    description: 'A small Linux distribution',
    homepage: 'https://alpinelinux.org',
    versions: [version('alpine-3-19', '3.19'), version('alpine-3-20', '3.20')],
  },
  ubuntu: {
    title: 'Ubuntu',
    description: 'A Linux distribution for servers',
    homepage: 'https://ubuntu.com',
    versions: [version('ubuntu-22-04', '22.04'), version('ubuntu-24-04', '24.04')],
  },
};

function version(identifier: string, number: string): Record<string, unknown> {
  return {
    identifier,
    version: number,
    disk_image_url: `https://images.example.net/${identifier}.qcow2`,
    supported: true,
    uefi: true,
  };
}

/** Whether there is a version with this identifier. */
export function isBaseImage(identifier: string): boolean {
  return Object.values(baseImages).some((image) =>
    (image as { versions: { identifier: string }[] }).versions.some((known) => known.identifier === identifier),
  );
}
