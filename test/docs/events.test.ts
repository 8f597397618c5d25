import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { publishedEvents } from '../../src/deliveries/events/event-catalogue.js';

const page = readFileSync('docs/events.md', 'utf8');

describe('docs/events.md', () => {
  it('has each event that listeners are told of, with its name in the trail and when it happens, and none else', () => {
    const rows = [...page.matchAll(/^\| `([a-z_.]+)` \| `([a-z_.]+)` \| (.+) \|$/gm)].map(([, ...cells]) => cells);
    expect(rows).toEqual(publishedEvents.map(({ type, recordedAs, when }) => [type, recordedAs.join(', '), when]));
  });
});
