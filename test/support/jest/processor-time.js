import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import process from 'node:process';

/**
 * What a test file costs, in seconds of processor time: unlike the time of day it is the same on a machine that others use.
 * All threads of the worker count, so an embedded database does, and so do the processes that it started and has seen end.
 *
 * @typedef {object} Cost
 * @property {number} worker start of the worker before its first file, 0 for all others
 * @property {number} load of the file and of the modules that no file before it wanted
 * @property {number} before in hooks before all tests
 * @property {number} tests in tests, and in hooks around each
 * @property {number} after in hooks after all tests, and until what they closed has ended
 * @property {number} children in processes that were started and have ended; part of the phases
 * @property {number} collection in garbage collection that the main thread waited for; part of the phases
 * @property {number} total of the phases
 */

/** @typedef {'load' | 'before' | 'tests' | 'after'} Phase */

/** How the system counts: `sysconf(_SC_CLK_TCK)`, which is 100 wherever Linux runs today. */
const TICKS_PER_SECOND = 100;

/** @returns {number} seconds that ended children have taken; 0 where the system does not say */
function ofChildren() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // The name of the program may hold spaces; cutime and cstime are fields 16 and 17.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/** @returns {number} seconds of this process, with those of its ended children */
export function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + ofChildren();
}

let collected = 0;
const collections = new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) collected += duration / 1000;
});
collections.observe({ entryTypes: ['gc'] });

let isFirstFile = true;

/** Tells the phases of one test file apart. */
export class ProcessorTime {
  constructor() {
    const now = processorSeconds();
    this.worker = isFirstFile ? now : 0;
    isFirstFile = false;
    this.since = now;
    this.collectedBefore = collected;
    this.childrenBefore = ofChildren();
    /** @type {Phase} */
    this.phase = 'load';
    /** @type {Record<Phase, number>} */
    this.phases = { load: 0, before: 0, tests: 0, after: 0 };
  }

  /** @param {Phase} next */
  enter(next) {
    const now = processorSeconds();
    this.phases[this.phase] += now - this.since;
    this.since = now;
    this.phase = next;
  }

  /**
   * Circus tells this of what it does.
   * @param {{ name: string, hook?: { type: string } }} event
   */
  follow({ name, hook }) {
    if (name === 'run_start') this.enter('tests');
    else if (name === 'hook_start' && hook?.type === 'beforeAll') this.enter('before');
    else if (name === 'hook_start' && hook?.type === 'afterAll') this.enter('after');
    else if (name === 'test_start') this.enter('tests');
  }

  /** @returns {Cost} */
  end() {
    this.enter('after');
    const total = Object.values(this.phases).reduce((sum, seconds) => sum + seconds, this.worker);
    return {
      worker: this.worker,
      ...this.phases,
      children: ofChildren() - this.childrenBefore,
      collection: collected - this.collectedBefore,
      total,
    };
  }
}
