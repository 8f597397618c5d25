import '../deliveries/killed.test.js';
