import { type HTMLElement } from 'node-html-parser';

/** What submitting a form asks the browser to do. */
export interface FormSubmission {
  readonly method: 'GET' | 'POST';
  readonly action: URL;
  readonly fields: URLSearchParams;
}

/** Collects what a form would send when it is submitted with `submitter` (a button), or without one (by script). */
export function submissionOf(
  form: HTMLElement,
  pageUrl: URL,
  filled: ReadonlyMap<string, string>,
  submitter?: HTMLElement,
): FormSubmission {
  const fields = new URLSearchParams();
  for (const control of form.querySelectorAll('input, select, textarea')) {
    const name = control.getAttribute('name');
    if (name === undefined || name === '' || control.hasAttribute('disabled')) continue;
    const value = valueOf(control, filled.get(name));
    if (value !== undefined) fields.append(name, value);
  }
  const submitterName = submitter?.getAttribute('name');
  if (submitterName) fields.append(submitterName, submitter?.getAttribute('value') ?? '');
  const action = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const method = submitter?.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get';
  return {
    method: method.toLowerCase() === 'post' ? 'POST' : 'GET',
    action: new URL(action === '' ? pageUrl.href : action, pageUrl),
    fields,
  };
}

/** The form that a page submits by itself, as `response_mode=form_post` does. */
export function selfSubmittingForm(document: HTMLElement): HTMLElement | undefined {
  const inScript = document.querySelectorAll('script').some((script) => /\.submit\(\)/.test(script.textContent));
  const onLoad = document.querySelector('body')?.getAttribute('onload')?.includes('submit()') ?? false;
  return inScript || onLoad ? (document.querySelector('form') ?? undefined) : undefined;
}

function valueOf(control: HTMLElement, filled: string | undefined): string | undefined {
  const type = control.getAttribute('type')?.toLowerCase();
  if (control.tagName === 'INPUT') {
    if (type === 'submit' || type === 'button' || type === 'image' || type === 'reset') return undefined;
    const own = control.getAttribute('value');
    if (type === 'checkbox') return control.hasAttribute('checked') ? (own ?? 'on') : undefined;
    if (type === 'radio') {
      const chosen = filled === undefined ? control.hasAttribute('checked') : filled === own;
      return chosen ? (own ?? 'on') : undefined;
    }
    return filled ?? own ?? '';
  }
  if (control.tagName === 'SELECT') {
    const option = control.querySelector('option[selected]') ?? control.querySelector('option');
    return filled ?? option?.getAttribute('value') ?? option?.textContent;
  }
  return filled ?? control.textContent;
}
