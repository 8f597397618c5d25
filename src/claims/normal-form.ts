import { normaliseAddress } from './normal-forms/address.js';
import { normaliseCountry } from './normal-forms/country.js';
import { normaliseDate } from './normal-forms/date.js';
import { normaliseDocumentType } from './normal-forms/document-type.js';
import { normaliseIdentificationType } from './normal-forms/identification-type.js';
import { type Normalised, refused } from './normal-forms/normalised.js';
import { normalisePhone } from './normal-forms/phone.js';
import { normaliseText } from './normal-forms/text.js';
import { isPersonName, type Target, typeOfTarget, type ValueType } from './target.js';

export type { Normalised } from './normal-forms/normalised.js';

const normalFormOfType: Readonly<Record<ValueType, (text: string) => Normalised>> = {
  text: normaliseText,
  address: normaliseAddress,
  phone: (text) => normalisePhone(text),
  date: (text) => normaliseDate(text),
  country: normaliseCountry,
  document_type: normaliseDocumentType,
  identification_type: normaliseIdentificationType,
};

/** The normal form that a field of this type is stored and compared in, or why the text has none. Idempotent. */
export function normalForm(type: ValueType, text: string): Normalised {
  return normalFormOfType[type](text);
}

/**
 * Like `normalForm`, for a target; `format` is the mapping's and matters to dates only. A person's name has a letter: providers
 * send a full stop or a hyphen for one that they do not know.
 */
export function normalFormForTarget(target: Target, value: string | number, format?: string): Normalised {
  const type = typeOfTarget(target);
  if (type === 'date') return normaliseDate(value, format);
  if (typeof value === 'number') return refused('is a number');
  const normal = normalForm(type, value);
  return normal.ok && isPersonName(target) && !/\p{L}/u.test(normal.value)
    ? refused('has no letter: it is no name')
    : normal;
}
