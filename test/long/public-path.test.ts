import '../pages/public-path.test.js';
