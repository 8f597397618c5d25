import asyncHooks from 'node:async_hooks';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { OPTIMISED_LATE } from '../optimised-late.js';
import { compiledUrl } from './compiled.js';
import { endFile, useGlobals } from './globals.js';
import { ProcessorTime } from './processor-time.js';

/**
 * Runs a test file with Jest's own circus, but has Node itself load it: Jest would load the service, its framework and its
 * libraries anew for each test file, in a realm of their own, which takes longer than most files run.
 *
 * What is lost is what nobody here uses: mocked modules, modules that are new for each file, and a `--watch` that sees
 * changes. What a module or `process.env` keeps is kept for the files that follow in the same worker, but for the variables of
 * test files themselves.
 */

/**
 * @typedef {object} TestRuntime
 * @property {(file: string) => unknown} requireInternalModule
 * @property {(globals: Record<string, unknown>) => void} setGlobalsForRuntime
 * @property {(file: string) => boolean} unstable_shouldLoadAsEsm
 * @property {(file: string) => Promise<unknown>} unstable_importModule
 */

/**
 * @typedef {(
 *   globalConfig: unknown, config: unknown, environment: TestEnvironment, runtime: TestRuntime, testPath: string,
 *   sendMessageToJest?: unknown
 * ) => Promise<object>} RunTestFile
 */

/**
 * @typedef {object} TestEnvironment
 * @property {unknown} moduleMocker
 * @property {(event: { name: string, hook?: { type: string } }, state: { rootDescribeBlock: Block }) => void} [handleTestEvent]
 *   told of all that circus does
 */

/** @typedef {{ fn?: unknown, asyncError?: unknown }} Hook */
/** @typedef {Hook & { type: 'test' }} Test */
/** @typedef {{ type: 'describeBlock', hooks: Hook[], children: (Block | Test)[] }} Block a `describe` */

for (const flag of OPTIMISED_LATE) setFlagsFromString(flag);

const require = createRequire(import.meta.url);
/** @type {RunTestFile} */
const runWithCircus = require('jest-circus/runner').default;

/** Where circus keeps its listeners, for all its instances. */
const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS');

/** @type {RunTestFile} */
const run = async (globalConfig, config, environment, runtime, testPath, sendMessageToJest) => {
  const time = new ProcessorTime();
  /** @type {Block | undefined} */
  let tests;
  /** @type {Storage[]} */
  const storages = [];
  environment.handleTestEvent = (event, { rootDescribeBlock }) => {
    time.follow(event);
    tests = rootDescribeBlock;
  };
  /** @type {TestRuntime} */
  const native = {
    requireInternalModule(file) {
      // Each file gets a circus of its own, as in Jest's realms. A `require` keeps what it has loaded, its cache apart: with one for
      // all files no circus would ever go, nor the tests that it has run, nor what they hold.
      Reflect.deleteProperty(globalThis, EVENT_HANDLERS);
      const requireOnce = createRequire(import.meta.url);
      Reflect.deleteProperty(requireOnce.cache, file);
      return keepingStorages(storages, () => requireOnce(file));
    },
    setGlobalsForRuntime(globals) {
      useGlobals({ ...globals, jest: environment.moduleMocker });
    },
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (file) => import(compiledUrl(file)),
  };
  const nativeFirst = new Proxy(runtime, {
    get(target, name) {
      if (name in native) return Reflect.get(native, name);
      const member = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const result = await runWithCircus(globalConfig, config, environment, nativeFirst, testPath, sendMessageToJest);
  endFile();
  for (const storage of storages) storage.disable();
  if (tests !== undefined) letGo(tests);
  // cost-reporter.js shows it.
  return { ...result, cost: time.end() };
};

/** @typedef {import('node:async_hooks').AsyncLocalStorage<unknown>} Storage */

/**
 * Keeps the storages that a circus makes. Until it is disabled, Node 20 hands a storage on to every promise that is made,
 * whatever it holds: with those of a hundred files before, a promise takes forty times as long to make.
 * @template Loaded
 * @param {Storage[]} storages where to keep them
 * @param {() => Loaded} load loads a circus
 */
function keepingStorages(storages, load) {
  // From Node 22 on it is a getter's.
  const before = Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage');
  if (before === undefined) throw new Error('node:async_hooks has no AsyncLocalStorage of its own');
  const value = new Proxy(asyncHooks.AsyncLocalStorage, {
    construct(Storage) {
      const storage = new Storage();
      storages.push(storage);
      return storage;
    },
  });
  Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value, configurable: true, enumerable: true });
  try {
    return load();
  } finally {
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', before);
  }
}

/**
 * What outlives a file may hold the asynchronous context in which it was made, and so circus's store with the block and the hook
 * of that moment. These let go of the functions, of what the functions have around them, and of errors, whose stacks have
 * functions too.
 * @param {Block} block
 */
function letGo({ hooks, children }) {
  for (const child of children) {
    if (child.type === 'describeBlock') letGo(child);
    else forget(child);
  }
  for (const hook of hooks) forget(hook);
}

/** @param {Hook} hook or test */
function forget(hook) {
  hook.fn = undefined;
  hook.asyncError = undefined;
}

export default run;
