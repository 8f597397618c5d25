import '../database/migrations.test.js';
