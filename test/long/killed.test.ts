import '../deliveries/killed.test.js';
import '../signer-authentications/crash.test.js';
