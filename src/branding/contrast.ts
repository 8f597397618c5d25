/** A colour as `#rrggbb`. */
export type Colour = string;

/** What the pages lay their text and buttons on, in the light and in the dark theme. */
export const sheets = { light: '#ffffff', dark: '#17202a' } as const;

/** WCAG 2.2, success criterion 1.4.3, for text of any size. */
export const LEAST_CONTRAST = 4.5;

const channels = (colour: Colour): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Relative luminance by WCAG 2.2. */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours by WCAG 2.2, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** White or near black, whichever can be read better on a colour. One of both always reaches 4.5. */
export function readableOn(colour: Colour): Colour {
  return contrast(colour, '#ffffff') >= contrast(colour, '#0b1f31') ? '#ffffff' : '#0b1f31';
}

/** A colour moved a quarter of the way towards another, for what is pointed at. */
export function towards(colour: Colour, other: Colour): Colour {
  const target = channels(other);
  const mixed = channels(colour).map((channel, index) => Math.round(channel * 0.75 + (target[index] ?? 0) * 0.25));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
