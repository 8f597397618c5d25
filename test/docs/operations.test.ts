import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { logFields } from '../../src/operations/log-fields.js';
import { spanAttributes } from '../../src/tracing/span-attributes.js';

const page = readFileSync('docs/operations.md', 'utf8');

/** Names of metrics as the source has them; a metric is made nowhere else. */
const made = readdirSync('src/operations')
  .flatMap((file) => [...readFileSync(`src/operations/${file}`, 'utf8').matchAll(/'(countersign_[a-z_]+)'/g)])
  .map(([, name]) => name ?? '');

/** Those that a file asks Prometheus for, without what histograms add. */
const askedBy = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/countersign_[a-z_]+/g)].map(([name]) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  );

describe('the rules and the dashboard in deploy/', () => {
  it.each(['deploy/prometheus/alerts.yml', 'deploy/grafana/countersign.json'])(
    '%s asks for metrics that there are',
    (file) => {
      const asked = new Set(askedBy(file));
      expect(asked.size).toBeGreaterThan(8);
      expect([...asked].filter((name) => !made.includes(name))).toEqual([]);
    },
  );
});

describe('docs/operations.md', () => {
  it('says what each metric means, and describes none that is not there', () => {
    const described = [...page.matchAll(/^\| `(countersign_[a-z_]+)` \|[^|]*\| ([^|]+) \|$/gm)];
    expect(made.length).toBeGreaterThan(0);
    expect(described.map(([, name]) => name).sort()).toEqual([...made].sort());
  });

  it('says what each attribute of a span means, and describes none that there is not', () => {
    const section = page.split('\n| attribute | meaning |\n')[1]?.split('\n\n', 1)[0] ?? '';
    const described = [...section.matchAll(/^\| `([a-z_.]+)` \| (.+) \|$/gm)].map(([, name, meaning]) => [
      name,
      meaning,
    ]);
    expect(described).toEqual(Object.entries(spanAttributes));
  });
});

describe('the pages of docs/', () => {
  it('name settings only that the README has', () => {
    const described = new Set(
      [...readFileSync('README.md', 'utf8').matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, name]) => name ?? ''),
    );
    expect(described.size).toBeGreaterThan(40);
    const pages = ['operations', 'outbound', 'people', 'events', 'sizing', 'logging', 'console', 'audit'];
    const named = pages.flatMap((name) =>
      [...readFileSync(`docs/${name}.md`, 'utf8').matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(
        ([, setting]) => setting ?? '',
      ),
    );
    // Of Node, and of no service.
    const others = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'UV_THREADPOOL_SIZE', 'IMAGE_STORAGE'];
    expect(named.length).toBeGreaterThan(40);
    expect([...new Set(named)].filter((name) => !described.has(name) && !others.includes(name))).toEqual([]);
  });
});

describe('docs/logging.md', () => {
  it('says what each field of the log means, and describes none that there is not', () => {
    const rows = [...readFileSync('docs/logging.md', 'utf8').matchAll(/^\| `(\w+)` \| (always)? ?\| (.+) \|$/gm)];
    expect(rows.map(([, name, when, meaning]) => [name, when !== undefined, meaning])).toEqual(
      Object.entries(logFields.shape).map(([name, schema]) => [
        name,
        !schema.safeParse(undefined).success,
        schema.description,
      ]),
    );
  });
});
