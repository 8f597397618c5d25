/** Pictures that no browser takes for anything else. No SVG: it can hold scripts and links. */
export const logoMediaTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;

export type LogoMediaType = (typeof logoMediaTypes)[number];

export const MAXIMUM_LOGO_BYTES = 200 * 1024;

const startsWith = (bytes: Buffer, hex: string, at = 0): boolean =>
  bytes.subarray(at, at + hex.length / 2).toString('hex') === hex;

/** What a picture is by its first bytes; null when it is none of the kinds allowed. */
export function pictureKind(bytes: Buffer): LogoMediaType | null {
  if (startsWith(bytes, '89504e470d0a1a0a')) return 'image/png';
  if (startsWith(bytes, 'ffd8ff')) return 'image/jpeg';
  if (startsWith(bytes, '52494646') && startsWith(bytes, '57454250', 8)) return 'image/webp';
  return null;
}
