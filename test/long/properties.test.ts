import '../federation/hostile-documents.test.js';
import '../federation/hostile-input.test.js';
import '../federation/id-token-policy.test.js';
import '../json/json-document.test.js';
import '../outbound/address-policy.test.js';
