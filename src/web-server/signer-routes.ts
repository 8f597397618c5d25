const SIGNER_ROUTE = /^\/(sign-in|callback|signed-out|test-logins|login|logon|bindings|consent|console-link)(\/|\?|$)/;

/** Whether an address is one that people's browsers open, so that they are answered by pages. */
export const isSignerRoute = (url: string): boolean => SIGNER_ROUTE.test(url);
