import '../user-logins/logouts.test.js';
