import '../access/scopes.test.js';
