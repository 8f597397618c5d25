import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const runs = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const HELM = process.env['HELM'] ?? 'helm';
const CHART = 'deploy/helm/countersign';
const URL = 'settings.PUBLIC_URL=https://sign.example';
const EVERYTHING = [
  'autoscaling.enabled=true',
  'ingress.enabled=true,ingress.host=sign.example,ingress.tlsSecret=tls',
  'files.existingClaim=files',
  'secrets.more.READ_DATABASE_URL.name=db,secrets.more.READ_DATABASE_URL.key=read',
  'tracing.endpoint=http://collector:4318,tracing.to[0].podSelector.matchLabels.app=collector',
  'networkPolicy.database.to[0].ipBlock.cidr=10.0.0.5/32',
];
const sets = (values: readonly string[]): string[] => [URL, ...values].flatMap((value) => ['--set', value]);
const template = (values: readonly string[]): string =>
  execFileSync(HELM, ['template', 'x', CHART, ...sets(values)], { stdio: ['ignore', 'pipe', 'pipe'] }).toString();

(runs(HELM, 'version') ? describe : describe.skip)('the Helm chart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-helm-'));
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  test('passes the linter, and its values are held to their schema', () => {
    execFileSync(HELM, ['lint', CHART, '--set', URL], { stdio: 'ignore' });
    expect(() => template(['replicas=two'])).toThrow('replicas');
    expect(() => template(['settings.DATABASE_URL=postgresql://secret'])).toThrow('DATABASE_URL');
  });

  test('lets nothing run as root, write to its image, or have the owner of the tables but the migration', () => {
    const [deployment = '', job = ''] = ['Deployment', 'Job'].map(
      (kind) =>
        template([])
          .split('\n---\n')
          .find((document) => document.includes(`kind: ${kind}\n`)) ?? '',
    );
    for (const document of [deployment, job])
      for (const line of ['runAsNonRoot: true', 'readOnlyRootFilesystem: true', 'allowPrivilegeEscalation: false'])
        expect(document).toContain(line);
    expect(deployment).not.toContain('MIGRATION_DATABASE_URL');
    expect(job).toContain('MIGRATION_DATABASE_URL');
  });

  test('sends traces where it is told, and says nothing of them otherwise', () => {
    const traced = template(['tracing.endpoint=http://collector:4318']);
    expect(traced).toContain('{ name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://collector:4318" }');
    expect(traced).toContain('ports: [{ port: 4318 }]');
    expect(template([])).not.toMatch(/OTEL|4318/);
    expect(() => template(['settings.OTEL_EXPORTER_OTLP_HEADERS=authorization=secret'])).toThrow('OTEL_EXPORTER_OTLP');
  });

  // PyPI's package kubernetes-validate carries the schemas of Kubernetes with it.
  const validates = runs('kubernetes-validate', '--version');
  (validates ? test.each([[[]], [EVERYTHING]]) : test.skip.each([[[]]]))('is valid for Kubernetes: %j', (values) => {
    const file = join(directory, 'all.yaml');
    writeFileSync(file, template(values));
    execFileSync('kubernetes-validate', ['--strict', '-k', '1.32', file], { stdio: 'pipe' });
  });
});

(runs('promtool', '--version') ? describe : describe.skip)('the alert rules', () => {
  test('fire when they have to, and not before', () => {
    execFileSync('promtool', ['test', 'rules', 'deploy/prometheus/alerts.test.yml'], { stdio: 'pipe' });
  });
});
