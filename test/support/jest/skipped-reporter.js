import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';

/** Says at the end what was skipped, and what this machine lacks for it: a run without it looks like a whole one. */
export default class SkippedReporter {
  /** @param {{ rootDir: string, testNamePattern?: string | null }} globalConfig */
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    /** Then most tests are skipped because somebody asked for others. */
    this.isNarrowed = Boolean(globalConfig.testNamePattern);
  }

  /**
   * @param {unknown} _contexts
   * @param {{ testResults: { testFilePath: string, testResults: { status: string, ancestorTitles: string[], title: string }[] }[] }} run
   */
  onRunComplete(_contexts, run) {
    if (this.isNarrowed) return;
    const lines = run.testResults.flatMap(({ testFilePath, testResults }) => {
      const skipped = testResults.filter(({ status }) => status === 'pending');
      const suites = new Set(skipped.map(({ ancestorTitles, title }) => ancestorTitles[0] ?? title));
      return [...suites].map((suite) => {
        const count = skipped.filter(({ ancestorTitles, title }) => (ancestorTitles[0] ?? title) === suite).length;
        return `  ${relative(this.rootDir, testFilePath)}: ${suite} (${count})`;
      });
    });
    if (lines.length === 0) return;
    process.stderr.write(`\nSkipped (${missing().join('; ') || 'nothing is missing'}):\n${lines.sort().join('\n')}\n`);
  }
}

/** Whether git has the release before this one: a checkout without its past has not. */
function inHistory() {
  try {
    const [release = ''] = readFileSync('deploy/previous-release', 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    execFileSync('git', ['cat-file', '-e', `${release}^{commit}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @returns {string[]} what tests are skipped without */
function missing() {
  const places = (process.env.PATH ?? '').split(':');
  const tools = ['bash', 'curl', 'jq', 'openssl', 'helm', 'kubernetes-validate', 'promtool'].filter(
    (tool) => !places.some((place) => existsSync(`${place}/${tool}`)),
  );
  return [
    ...(process.env.TEST_DATABASE_URL ? [] : ['no PostgreSQL server in TEST_DATABASE_URL']),
    ...(existsSync(process.env.POSTGRESQL_BIN ?? '/usr/lib/postgresql/15/bin')
      ? []
      : ['no programs of PostgreSQL in POSTGRESQL_BIN']),
    ...(existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium') ? [] : ['no Chromium in CHROMIUM_PATH']),
    ...tools.map((tool) => `no ${tool}`),
    ...(inHistory() ? [] : ['no history that goes back to the release in deploy/previous-release']),
  ];
}
