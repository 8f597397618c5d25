import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contrast, LEAST_CONTRAST, readableOn } from '../../src/branding/contrast.js';
import { pictureKind } from '../../src/branding/logo.js';

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((colour) => `#${colour.toString(16).padStart(6, '0')}`);

describe('contrast', () => {
  test.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
  ])('of %s on %s is as WCAG computes it', (one, other, expected) => {
    expect(contrast(one, other)).toBeCloseTo(expected, 2);
    expect(contrast(other, one)).toBeCloseTo(expected, 2);
  });

  test('of the text on any button is enough to be read', () => {
    fc.assert(fc.property(anyColour, (colour) => contrast(colour, readableOn(colour)) >= 4));
    fc.assert(
      fc.property(
        anyColour.filter((colour) => contrast(colour, '#ffffff') >= LEAST_CONTRAST),
        (colour) => contrast(colour, readableOn(colour)) >= LEAST_CONTRAST,
      ),
    );
  });
});

describe('a picture is known by its first bytes', () => {
  test.each([
    ['89504e470d0a1a0a0000', 'image/png'],
    ['ffd8ffe000104a464946', 'image/jpeg'],
    ['524946462400000057454250', 'image/webp'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('hex'), null],
    [Buffer.from('GIF89a').toString('hex'), null],
    ['', null],
  ])('%s is %s', (hex, kind) => {
    expect(pictureKind(Buffer.from(hex, 'hex'))).toBe(kind);
  });
});
