import '../pages/error-reference.test.js';
import '../pages/hostile-text.test.js';
import '../pages/render-page.test.js';
