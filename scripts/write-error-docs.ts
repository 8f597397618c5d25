import { writeFileSync } from 'node:fs';
import { catalogue } from '../src/errors/catalogue.js';
import { renderErrorDocs } from './error-docs.js';
import { englishSignerText } from './signer-text.js';

const file = 'docs/errors.md';
writeFileSync(file, renderErrorDocs(catalogue, englishSignerText()));
console.log(`${file} is written: ${Object.keys(catalogue).length} codes.`);
