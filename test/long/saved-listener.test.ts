import '../outbound-authentication/saved-listener.test.js';
