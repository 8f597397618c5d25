import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseClaimPath } from '../../src/claims/claim-path.js';
import { type ComparisonName, compare, comparisonNames } from '../../src/claims/comparison.js';
import { fieldMappingSchema } from '../../src/claims/field-mapping.js';
import { prepareSchema } from '../../src/claims/preparation/preparation-step.js';
import { prepare } from '../../src/claims/preparation/prepare.js';
import { readClaim } from '../../src/claims/read-claim.js';
import { predefinedTargets, type Target } from '../../src/claims/target.js';
import { mappingPreviewRequestSchema } from '../../src/mapping-previews/mapping-preview.schema.js';
import { parseProviderRequest } from '../../src/providers/parse-provider-request.js';

const page = readFileSync('docs/providers.md', 'utf8');

const blocks = (name: string): readonly unknown[] =>
  [...page.matchAll(new RegExp(`<!-- ${name} -->\\n\`\`\`json\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, json]) => JSON.parse(json ?? '') as unknown,
  );

/** The cells of the rows of a section's table, without its head. */
const rowsOf = (heading: string): readonly (readonly string[])[] => {
  const section = page.split(/^##+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .split(/(?<!\|)\|(?!\|)/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};

const withoutTicks = (cell: string | undefined): string => (cell ?? '').replace(/^`|`$/g, '');

function findingOf(path: string, claims: unknown): string {
  const parsed = parseClaimPath(path);
  if (!parsed.ok) return parsed.message;
  const reading = readClaim(parsed.path, claims);
  if (reading.outcome === 'found') return `\`${JSON.stringify(reading.value)}\``;
  return reading.outcome === 'ambiguous' ? `ambiguous: ${reading.count}` : 'missing';
}

/** The field in question, where the comparison depends on it. */
const targets: Readonly<Partial<Record<ComparisonName, Target>>> = {
  email: 'recipient.email',
  phone: 'recipient.phoneNumber',
};

describe('docs/providers.md', () => {
  it.each(blocks('provider').map((body) => [(body as { name: string }).name, body] as const))(
    'shows a provider that can be saved: %s',
    (_, body) => {
      expect(() => parseProviderRequest(body, { allowHttp: false, creating: true })).not.toThrow();
    },
  );

  it.each((blocks('mappings').flat() as { target: string }[]).map((mapping) => [mapping.target, mapping] as const))(
    'shows a mapping that can be saved: %s',
    (_, mapping) => {
      expect(fieldMappingSchema.safeParse(mapping).error?.issues).toBeUndefined();
    },
  );

  it('shows a mapping preview that can be asked for', () => {
    expect(mappingPreviewRequestSchema.safeParse(blocks('preview')[0]).error?.issues).toBeUndefined();
  });

  it.each(rowsOf('Claim paths').map(([path, finds]) => [withoutTicks(path), finds ?? ''] as const))(
    'tells what the path %s finds',
    (path, finds) => {
      expect(findingOf(path, blocks('claims')[0])).toBe(finds);
    },
  );

  it.each(rowsOf('Comparisons').map(([name, , claim, expected, result]) => [name, claim, expected, result] as const))(
    'tells how %s compares %s with %s: %s',
    (name, claim, expected, result) => {
      const comparison = withoutTicks(name) as ComparisonName;
      const allowed = [...(expected ?? '').matchAll(/`([^`]+)`/g)].map(([, value]) => value ?? '');
      const outcome = compare(comparison, {
        claim: JSON.parse(withoutTicks(claim)) as unknown,
        expected: comparison === 'one-of' ? null : (allowed[0] ?? ''),
        target: targets[comparison] ?? 'recipient.firstName',
        fullName: { firstName: allowed[0] ?? '', lastName: allowed[1] ?? '' },
        format: undefined,
        oneOf: comparison === 'one-of' ? allowed : undefined,
      });
      expect(outcome.matched ? 'matched' : outcome.reason).toBe(result);
    },
  );

  it.each(rowsOf('Preparing values').map(([step, , claim, becomes]) => [step, claim, becomes].map(withoutTicks)))(
    'tells what %s makes of %s: %s',
    (step, claim, becomes) => {
      const steps = prepareSchema.parse([JSON.parse(step)]);
      expect(prepare(JSON.parse(claim), steps).at(-1)?.result).toMatchObject({
        outcome: 'found',
        value: becomes,
      });
    },
  );

  it('shows every comparison and names every target', () => {
    expect([...new Set(rowsOf('Comparisons').map(([name]) => withoutTicks(name)))]).toEqual(comparisonNames);
    const named = rowsOf('Field mappings').map(([cell]) => cell ?? '');
    const missing = predefinedTargets.filter(
      (target) => !named.some((cell) => cell.includes(`\`${target}\``) || cell.includes(`\`${target.split('.')[1]}\``)),
    );
    expect(missing).toEqual([]);
  });
});
