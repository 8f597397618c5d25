import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';
import { processorSeconds } from './processor-time.js';

/** @typedef {import('./processor-time.js').Cost} Cost */

/** How many files are shown. */
const SHOWN = 15;

/**
 * Says at the end what each file costs (see processor-time.js). `TEST_COSTS=1` shows the dearest, `TEST_COSTS=FILE.json` writes
 * all of them as well.
 */
export default class CostReporter {
  /** @param {{ rootDir: string }} globalConfig */
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    this.wanted = process.env.TEST_COSTS ?? '';
    /** @type {(Cost & { file: string })[]} */
    this.costs = [];
  }

  /**
   * @param {unknown} _test
   * @param {{ testFilePath: string, cost?: Cost }} result
   */
  onTestResult(_test, { testFilePath, cost }) {
    if (cost) this.costs.push({ file: relative(this.rootDir, testFilePath), ...cost });
  }

  onRunComplete() {
    if (this.wanted === '' || this.costs.length === 0) return;
    const files = this.costs.sort((one, other) => other.total - one.total);
    /** @param {keyof Cost} part */
    const sum = (part) => files.reduce((seconds, cost) => seconds + cost[part], 0);
    const all = {
      file: `${files.length} files`,
      worker: sum('worker'),
      load: sum('load'),
      before: sum('before'),
      tests: sum('tests'),
      after: sum('after'),
      children: sum('children'),
      collection: sum('collection'),
      total: sum('total'),
    };
    const lines = [all, ...files.slice(0, SHOWN)].map(
      ({ file, total, worker, load, before, tests, after, children, collection }) =>
        [total, worker, load, before, tests, after, children, collection].map(seconds).join('') + `  ${file}`,
    );
    const titles = ['total', 'worker', 'load', 'before', 'tests', 'after', 'children', 'collect'];
    const heading = titles.map((title) => title.padStart(WIDTH)).join('');
    process.stderr.write(`\nSeconds of processor time (children and collection are within the phases):\n`);
    process.stderr.write(`${heading}\n${lines.join('\n')}\n`);
    process.stderr.write(`Jest itself: ${processorSeconds().toFixed(1)}, with the workers that have ended\n`);
    if (this.wanted.endsWith('.json')) writeFileSync(this.wanted, `${JSON.stringify({ all, files }, null, 1)}\n`);
  }
}

const WIDTH = 9;
/** @param {number} value */
const seconds = (value) => value.toFixed(1).padStart(WIDTH);
