import { visit } from 'jsonc-parser';
import { type ClaimPath, parseClaimPath } from '../claim-path.js';
import { readClaim } from '../read-claim.js';
import type { PreparationStep, PreparedStep } from './preparation-step.js';
import { type StepResult, unusable } from './step-result.js';

/** As deep and as large as a resource may be. */
const depthLimit = 32;
const lengthLimit = 256 * 1024;

/** Reads on in text that is a JSON document. */
export function readInJson(step: Extract<PreparationStep, { parseJson: unknown }>, text: string): StepResult {
  const did: PreparedStep = step.path === undefined ? { parseJson: true } : { parseJson: true, path: step.path };
  const document = parseStrictly(text);
  if (!document.ok) return unusable('invalid_value', `The claim ${document.problem}`);
  if (step.path === undefined) return { outcome: 'found', value: document.value, did };
  const path = parseClaimPath(step.path);
  if (!path.ok) return unusable('invalid_value', `The path in the JSON text is none: ${path.message}`);
  const reading = readClaim(path.path, document.value);
  if (reading.outcome === 'ambiguous') return { outcome: 'ambiguous', values: reading.values, did };
  if (reading.outcome === 'found') {
    return { outcome: 'found', value: reading.value, did, findsMany: findsMany(path.path) };
  }
  return {
    outcome: 'missing',
    detail: `In the JSON text the path finds nothing at its segment ${reading.at + 1}`,
    did,
  };
}

/** Whether a path may find several values, so that one is the only element of a list. */
export function findsMany(path: ClaimPath): boolean {
  return path.kind === 'jsonpath' && path.segments === null;
}

type StrictJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

/**
 * Reads JSON (RFC 8259) in which no object has a member twice: two readers could take it for two documents (§4).
 * `problem` completes the sentence "The text …" and quotes nothing.
 */
export function parseStrictly(text: string): StrictJson {
  if (text.length > lengthLimit) return { ok: false, problem: `is longer than ${lengthLimit} characters` };
  try {
    const problem = problemOf(text);
    if (problem !== null) return { ok: false, problem };
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, problem: 'is no JSON document' };
  }
}

class JsonProblem extends Error {}

/** Walks over the tokens before anything is built; the walk recurses, and ends where the text is too deep. */
function problemOf(text: string): string | null {
  const open: Set<string>[] = [];
  const enter = (): void => {
    if (open.length === depthLimit) throw new JsonProblem(`is JSON that is more than ${depthLimit} deep`);
    open.push(new Set());
  };
  const leave = (): void => {
    open.pop();
  };
  const onObjectProperty = (name: string): void => {
    const names = open.at(-1);
    if (names?.has(name) === true) throw new JsonProblem('is JSON in which an object has a member twice');
    names?.add(name);
  };
  try {
    visit(text, {
      onObjectBegin: enter,
      onArrayBegin: enter,
      onObjectEnd: leave,
      onArrayEnd: leave,
      onObjectProperty,
    });
    return null;
  } catch (fault) {
    if (!(fault instanceof JsonProblem)) throw fault;
    return fault.message;
  }
}
