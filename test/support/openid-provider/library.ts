/* oxlint-disable no-console -- the library writes there */

// oidc-provider warns at import that it supports Node 22 and later only. These tests run it on Node 20 too, where all that they
// use works; repeated in every test run and in the demo, the warning would only teach readers to overlook warnings.
const { warn } = console;
console.warn = () => undefined;
const library = await import('oidc-provider');
console.warn = warn;

export const { Provider, errors } = library;
