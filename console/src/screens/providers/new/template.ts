import type { components } from '../../../api/schema.js';

/** A provider's template: its body with the questions that fill it. */
export type Template = components['schemas']['ProviderTemplate'];
