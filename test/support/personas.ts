/**
 * Providers that people know, as personas of the test providers: same paths, same claim shapes, same oddities.
 * What each is peculiar about is said at its `start` function.
 */
export { startApple } from './personas/apple.js';
export { BANKID_ACR_VALUES, startBankIdBroker } from './personas/bankid-broker.js';
export type { ClientKeys, KeyedPersona } from './personas/client-keys.js';
export { CORPPASS_COMPANY, CORPPASS_PERSON, startCorppass } from './personas/corppass.js';
export { entityConfiguration } from './personas/entity-configuration.js';
export { ENTRA_OBJECT_ID, ENTRA_TENANT_ID, type EntraOptions, startEntra } from './personas/entra.js';
export { startFacebook } from './personas/facebook.js';
export { startFranceConnect } from './personas/france-connect.js';
export { startGitHub } from './personas/github.js';
export { type GoogleOptions, startGoogle } from './personas/google.js';
export { ID_AUSTRIA_BPK, startIdAustria } from './personas/id-austria.js';
export { startCieId, startSpid } from './personas/italian-identity.js';
export { startItsme } from './personas/itsme.js';
export { startLinkedIn } from './personas/linkedin.js';
export type { OAuthPersona } from './personas/oauth-persona.js';
export type { OpenIdPersona } from './personas/openid-persona.js';
export type { Persona, PersonaClientAuthentication } from './personas/persona.js';
export { startVk } from './personas/vk.js';
