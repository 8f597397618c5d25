/** Id of the element in which the value at a path is entered. @param path e.g. `$.issuer` */
export const idOf = (path: string): string => `field-${path.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
