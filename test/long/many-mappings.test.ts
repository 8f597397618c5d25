import '../signer-authentications/many-mappings.test.js';
