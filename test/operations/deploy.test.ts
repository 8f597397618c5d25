import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  'mutualTls.port=8443,settings.TLS_CERT_FILE=/etc/countersign/tls/tls.crt',
  'volumes[0].name=tls,volumes[0].secret.secretName=mtls,volumeMounts[0].name=tls,volumeMounts[0].mountPath=/etc/countersign/tls',
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

  test('hands settings on as they stand in a file of values, where every number is a float', () => {
    const file = join(directory, 'values.yaml');
    writeFileSync(file, 'settings: { RATE_LIMIT_PER_MINUTE: 1000000, OTEL_TRACES_SAMPLER_ARG: 0.05, TRACE: true }\n');
    const rendered = execFileSync(HELM, ['template', 'x', CHART, '--set', URL, '-f', file]).toString();
    for (const line of [
      'RATE_LIMIT_PER_MINUTE, value: "1000000"',
      'SAMPLER_ARG, value: "0.05"',
      'TRACE, value: "true"',
    ])
      expect(rendered).toContain(line);
  });

  test('opens the port for clients with certificates where it is asked for, and mounts their files', () => {
    const rendered = template(EVERYTHING);
    for (const line of [
      '{ name: mtls, port: 8443, targetPort: mtls }',
      '{ name: mtls, containerPort: 8443 }',
      '{ name: MTLS_PORT, value: "8443" }',
      'ports: [{ port: http }, { port: mtls }]',
      'mountPath: /etc/countersign/tls',
    ])
      expect(rendered).toContain(line);
    // Settings that name its files are refused without it: the migration reads them too.
    expect(rendered.match(/name: MTLS_PORT/g)).toHaveLength(2);
    expect(template([])).not.toMatch(/mtls|8443/i);
  });

  test('reaches the host of PUBLIC_URL from outside, and neither metrics nor probes', () => {
    const rendered = template(['ingress.enabled=true']);
    expect(rendered).toContain('- host: "sign.example"');
    expect(rendered).toMatch(/path: \/\n +pathType: Exact/);
    expect(rendered).not.toMatch(/- path: \/(?:metrics|health)/);
  });

  // PyPI's package kubernetes-validate carries the schemas of Kubernetes with it.
  const validates = runs('kubernetes-validate', '--version');
  (validates ? test.each([[[]], [EVERYTHING]]) : test.skip.each([[[]]]))('is valid for Kubernetes: %j', (values) => {
    const file = join(directory, 'all.yaml');
    writeFileSync(file, template(values));
    execFileSync('kubernetes-validate', ['--strict', '-k', '1.32', file], { stdio: 'pipe' });
  });
});

test('the chart names every address that the outside reaches, and none that is for the cluster alone', () => {
  const values = readFileSync(`${CHART}/values.yaml`, 'utf8');
  const listed = [...values.matchAll(/^ {4}- \/([\w.-]+)$/gm)].map(([, path]) => path ?? '');
  const controllers = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.controller.ts'))
    .map((file) => readFileSync(join('src', file), 'utf8'));
  const first = (path: string | undefined): string => (path ?? '').split('/')[0] ?? '';
  const roots = controllers.flatMap((text) => {
    const [, given = ''] = /@Controller\(([^)]*)\)/.exec(text) ?? [];
    const own = [...given.matchAll(/'([^']+)'/g)].map(([, path]) => first(path));
    const routes = [...text.matchAll(/@(?:Get|Post|All)\('([^']+)'/g)].map(([, path]) => first(path));
    return own.length > 0 ? own : routes;
  });
  // The authorization server is mounted beside the controllers.
  const outside = new Set(
    [...roots, '.well-known', 'oauth'].filter((root) => !['metrics', 'health', ''].includes(root)),
  );
  expect(listed.sort()).toEqual([...outside].sort());
});

(runs('promtool', '--version') ? describe : describe.skip)('the alert rules', () => {
  test('fire when they have to, and not before', () => {
    execFileSync('promtool', ['test', 'rules', 'deploy/prometheus/alerts.test.yml'], { stdio: 'pipe' });
  });
});
