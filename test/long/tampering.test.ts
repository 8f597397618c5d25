import '../audit/tampering.test.js';
