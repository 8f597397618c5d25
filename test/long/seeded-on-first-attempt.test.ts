import '../diagnosis/seeded-on-first-attempt.test.js';
