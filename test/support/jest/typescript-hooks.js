import { fileURLToPath, URL } from 'node:url';
import { compiled } from './compiled.js';

/** Hooks of Node's module loader (`module.register`), with which it reads TypeScript where it stands. */

const globals = new URL('./globals.js', import.meta.url).href;

/** @type {import('node:module').ResolveHook} */
export const resolve = async (specifier, context, next) => {
  if (specifier === '@jest/globals') return { url: globals, format: 'module', shortCircuit: true };
  if (context.parentURL?.endsWith('.ts') && specifier.startsWith('.') && specifier.endsWith('.js')) {
    try {
      return await next(`${specifier.slice(0, -3)}.ts`, context);
    } catch {
      // One of the few files that are JavaScript themselves.
    }
  }
  return next(specifier, context);
};

/** @type {import('node:module').LoadHook} */
export const load = async (url, context, next) => {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = compiled(fileURLToPath(url));
  return { format: 'module', source: url.endsWith('.test.ts') ? lettingGo(code) : code, shortCircuit: true };
};

/**
 * Node keeps a module for ever, and so what its variables hold: a test file's whole service, long after it was closed. With
 * those of all files before it a worker spends a quarter of its time on collecting garbage that is none.
 * @param {string} code of a test file, as the compiler writes it
 */
function lettingGo(code) {
  // The compiler leaves a comment and what it is about on one line.
  const variables = [...code.matchAll(/^(?:[/ ]\*.*\/ )?let ([\w$]+);$/gm)].map(([, name]) => name);
  if (variables.length === 0) return code;
  const assignment = `${variables.join(' = ')} = undefined`;
  return `${code}\nimport { afterFile as $afterFile } from '@jest/globals';\n$afterFile(() => { ${assignment}; });\n`;
}
