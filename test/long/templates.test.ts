import '../providers/templates.test.js';
