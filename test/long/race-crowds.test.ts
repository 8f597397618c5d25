import '../signer-authentications/race-crowds.test.js';
