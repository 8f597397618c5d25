import '../signer-authentications/races.test.js';
