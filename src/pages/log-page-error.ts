import type { Logger } from '@nestjs/common';
import { catalogueEntry } from '../errors/catalogue.js';
import type { CountersignError } from '../errors/countersign-error.js';

/** Logs why a page does not go on: an error where it is ours to mend. @param thrown what `error` was made of */
export function logPageError(logger: Logger, error: CountersignError, thrown: unknown): void {
  if (catalogueEntry(error.code).status >= 500) logger.error({ code: error.code, error: thrown }, 'A request failed');
  else logger.log({ code: error.code, detail: error.detail }, 'A page says why it does not go on');
}
