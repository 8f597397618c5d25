import '../providers/providers-api.test.js';
