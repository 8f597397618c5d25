import { auditErrors } from './catalogue/audit.js';
import { authorizationRequestErrors } from './catalogue/authorization-request.js';
import { authorizationResponseErrors } from './catalogue/authorization-response.js';
import { clientCertificateErrors } from './catalogue/client-certificate.js';
import { deliveryErrors } from './catalogue/delivery.js';
import { diagnosisErrors } from './catalogue/diagnosis.js';
import { discoveryErrors } from './catalogue/discovery.js';
import { erasureErrors } from './catalogue/erasure.js';
import { externalAuthenticationErrors } from './catalogue/external-authentication.js';
import { idTokenErrors } from './catalogue/id-token.js';
import { jwksErrors } from './catalogue/jwks.js';
import { mailErrors } from './catalogue/mail.js';
import { peopleErrors } from './catalogue/people.js';
import { policyErrors } from './catalogue/policy.js';
import { requestErrors } from './catalogue/request.js';
import { resourceErrors } from './catalogue/resource.js';
import { signerAuthenticationErrors } from './catalogue/signer-authentication.js';
import { tokenRequestErrors } from './catalogue/token-request.js';
import { userLoginErrors } from './catalogue/user-login.js';
import type { CatalogueEntry } from './catalogue-entry.js';

/** Every code there is. A code is `step.reason`; codes are public API and are never renamed. */
export const catalogue = {
  ...discoveryErrors,
  ...authorizationRequestErrors,
  ...authorizationResponseErrors,
  ...tokenRequestErrors,
  ...jwksErrors,
  ...idTokenErrors,
  ...resourceErrors,
  ...externalAuthenticationErrors,
  ...policyErrors,
  ...requestErrors,
  ...signerAuthenticationErrors,
  ...diagnosisErrors,
  ...auditErrors,
  ...erasureErrors,
  ...deliveryErrors,
  ...mailErrors,
  ...clientCertificateErrors,
  ...peopleErrors,
  ...userLoginErrors,
} as const;

export type ErrorCode = keyof typeof catalogue;

/** The entry of a code, widened so that optional members can be read. */
export function catalogueEntry(code: ErrorCode): CatalogueEntry {
  return catalogue[code];
}

/** The part of a code before its dot: the step that failed. */
export function stepOf(code: ErrorCode): string {
  return code.slice(0, code.indexOf('.'));
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(catalogue, text);
}
