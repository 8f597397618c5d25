import { createHash, hash, randomUUID } from 'node:crypto';
import { JSONPath } from 'jsonpath-plus';
import { markdownTable } from '../measuring/markdown-table.js';
import { short } from '../measuring/statistics.js';
import { serviceModule } from '../processes/built-service.js';
import { exampleLeafParts, type LeafModule } from './example-events.js';

/** Microseconds that one call takes: the best of several rounds, because whatever disturbs one makes it longer. */
function microseconds(call: () => unknown, roundMs: number): number {
  let best = Number.POSITIVE_INFINITY;
  let kept: unknown;
  for (let round = 0; round < 5; round += 1) {
    const end = performance.now() + roundMs;
    const startedAt = performance.now();
    let calls = 0;
    do {
      for (let index = 0; index < 100; index += 1) kept = call();
      calls += 100;
    } while (performance.now() < end);
    best = Math.min(best, ((performance.now() - startedAt) * 1000) / calls);
  }
  // Looked at, so that no compiler leaves the calls out.
  if (kept === undefined) throw new Error('The call found nothing');
  return best;
}

interface PathModule {
  parseClaimPath(text: string): { readonly ok: boolean; readonly path: unknown };
}
interface ReadModule {
  readClaim(path: unknown, claims: unknown): unknown;
}

const claims = {
  sub: 'person-1',
  given_name: 'John',
  person_data: { given_name: 'John', address: { country: 'AT', lines: ['1 Main Street', 'Vienna'] } },
  emails: [
    { email: 'a@example.com', primary: false, verified: true },
    { email: 'john@example.com', primary: true, verified: true },
  ],
};

/** Ours beside the same path for jsonpath-plus. */
const paths: readonly (readonly [own: string, theirs: string])[] = [
  ['given_name', '$.given_name'],
  ['person_data.address.country', '$.person_data.address.country'],
  ['person_data.address.lines[1]', '$.person_data.address.lines[1]'],
  ['$.person_data.given_name', '$.person_data.given_name'],
];

/** Small parts beside the barest way of doing the same. */
export async function measureSmallParts(roundMs: number): Promise<string> {
  const { parseClaimPath } = await serviceModule<PathModule>('claims/claim-path.js');
  const { readClaim } = await serviceModule<ReadModule>('claims/read-claim.js');
  const rows = paths.map(([own, theirs]) => {
    const { path } = parseClaimPath(own);
    const ours = microseconds(() => readClaim(path, claims), roundMs);
    const rival = microseconds(() => JSONPath({ path: theirs, json: claims }) as unknown, roundMs);
    const ratio = rival / ours;
    return [
      `claim path ${own} beside jsonpath-plus`,
      `${short(ours)} µs`,
      `${short(rival)} µs`,
      `${short(ratio)} × as fast`,
      ratio >= 10 ? 'met' : 'missed',
    ];
  });
  const { buildLeaf } = await serviceModule<LeafModule>('audit/format/leaf.js');
  const parts = exampleLeafParts(randomUUID(), randomUUID(), 2, createHash('sha256').digest(), true);
  const bytes = Buffer.from(buildLeaf(parts).text);
  const leaf = microseconds(() => buildLeaf(parts), roundMs);
  // What a digest costs depends on how it is asked for: the usual way, and the barest that Node has.
  const bare = [
    ['createHash', microseconds(() => createHash('sha256').update(bytes).digest(), roundMs)],
    ['crypto.hash in hex', microseconds(() => hash('sha256', bytes, 'hex'), roundMs)],
  ] as const;
  for (const [how, alone] of bare) {
    rows.push([
      `leaf of ${bytes.length} bytes, canonical and hashed, beside SHA-256 alone (${how})`,
      `${short(leaf)} µs`,
      `${short(alone)} µs`,
      `${short(leaf / alone)} × the time`,
      leaf / alone <= 3 ? 'met' : 'missed',
    ]);
  }
  return markdownTable(['part', 'ours', 'beside', 'ratio', ''], rows);
}
