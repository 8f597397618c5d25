import '../requests/every-member.test.js';
