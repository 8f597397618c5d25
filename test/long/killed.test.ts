import '../main.test.js';
