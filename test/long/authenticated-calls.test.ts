import '../outbound-authentication/authenticated-calls.test.js';
