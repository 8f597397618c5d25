import '../signer-authentications/hostile.test.js';
