#!/usr/bin/env bash
# Elements of an exported trail: a telephone number, a postal code, the beginning of a digest, a version. Text in XML has no type, so one would expect text. fast-xml-parser makes numbers of what
# looks like one: the + and leading zeros are lost, `12e5` of a digest is 1200000, `0x1F` is 31, `1.10` is 1.1, while `00A1` and `1980-05-17` stay. `parseTagValue: false` leaves all as it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . fast-xml-parser@5.12.1 >/dev/null
echo 'fast-xml-parser@5.12.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { XMLParser } from 'fast-xml-parser';

const written = { phone: '+491701234567', postal: '01099', digest: '12e5', code: '0x1F', version: '1.10', serial: '00A1', born: '1980-05-17' };
const document = `<trail>${Object.entries(written).map(([name, text]) => `<${name}>${text}</${name}>`).join('')}</trail>`;
const { trail } = new XMLParser().parse(document);
for (const [name, text] of Object.entries(written)) console.log(`${name} ${text}: ${JSON.stringify(trail[name])}`);
assert.deepEqual(trail, { phone: 491701234567, postal: 1099, digest: 1200000, code: 31, version: 1.1, serial: '00A1', born: '1980-05-17' });
assert.deepEqual(new XMLParser({ parseTagValue: false }).parse(document).trail, written);
JS
node show.mjs
