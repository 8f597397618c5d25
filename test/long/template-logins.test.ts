import '../providers/template-login-italy.test.js';
import '../providers/template-login-corppass.test.js';
