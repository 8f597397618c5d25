import '../pages/pages-in-chromium.test.js';
