import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { renderErrorDocs, stepDescriptions } from '../../scripts/error-docs.js';
import { englishSignerText } from '../../scripts/signer-text.js';
import { catalogue, type ErrorCode, stepOf } from '../../src/errors/catalogue.js';

const rendered = renderErrorDocs(catalogue, englishSignerText());
const codes = Object.keys(catalogue) as ErrorCode[];

describe('docs/errors.md', () => {
  it('is current; if this fails, run: npm run docs:errors', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toBe(rendered);
  });

  it('has a heading for every code, once', () => {
    const headings = rendered.split('\n').filter((line) => line.startsWith('### '));
    expect(headings.sort()).toEqual(codes.map((code) => `### ${code}`).sort());
  });

  it('says what each step does, and describes no step that no code has', () => {
    expect(Object.keys(stepDescriptions).sort()).toEqual([...new Set(codes.map(stepOf))].sort());
  });

  it('leaves out what an entry does not have', () => {
    const entry = { status: 400, title: 'Title', cause: 'Cause.', confirm: 'Confirm.', remedy: 'Remedy.' } as const;
    const page = renderErrorDocs({ 'request.made_up': entry }, () => 'never');
    expect(page).toContain(
      '### request.made_up\n\n**400** Title\n\n- Cause: Cause.\n- Confirm: Confirm.\n- Remedy: Remedy.\n',
    );
    expect(page).not.toMatch(/- (Signer|Setting|Counts|eSignAnyWhere):/);
  });
});
