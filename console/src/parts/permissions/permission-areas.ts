/** What some rights are about, e.g. `providers`, with what may be done there, e.g. `read`. */
export interface PermissionArea {
  readonly area: string;
  readonly acts: readonly string[];
}

/** Rights side by side with the others of their area, in the order in which they come. */
export function areasOf(permissions: readonly string[]): readonly PermissionArea[] {
  const areas = new Map<string, string[]>();
  for (const permission of permissions) {
    const [area = '', act = ''] = permission.split(':');
    areas.set(area, [...(areas.get(area) ?? []), act]);
  }
  return [...areas].map(([area, acts]) => ({ area, acts }));
}
