import '../audit/sequencer.test.js';
