import '../federation/id-token-policy.test.js';
import '../json/json-document.test.js';
import '../outbound/address-policy.test.js';
