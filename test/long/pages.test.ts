import '../pages/error-reference.test.js';
import '../pages/hostile-text.test.js';
