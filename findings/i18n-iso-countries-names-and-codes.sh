#!/usr/bin/env bash
# Country codes and names as identity providers send them. One would expect `XKX` (the World Bank's and CLDR's code for Kosovo) beside `XK`,
# and "Viet Nam", the name in ISO 3166 itself. Kosovo has `XKK`, and only "Vietnam" is known. And `toAlpha2` looks up three letters,
# but gives back any two as they came: `UK` and `EL` pass although `isValid` denies them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . i18n-iso-countries@7.14.0 >/dev/null
echo 'i18n-iso-countries@7.14.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const countries = createRequire(import.meta.url)('i18n-iso-countries');
const seen = {
  "toAlpha2('XKX')": countries.toAlpha2('XKX'),
  "toAlpha3('XK')": countries.toAlpha3('XK'),
  "getAlpha2Code('Viet Nam', 'en')": countries.getAlpha2Code('Viet Nam', 'en'),
  "getAlpha2Code('Vietnam', 'en')": countries.getAlpha2Code('Vietnam', 'en'),
  "toAlpha2('GBR')": countries.toAlpha2('GBR'),
  "toAlpha2('UK')": countries.toAlpha2('UK'),
  "isValid('UK')": countries.isValid('UK'),
  "toAlpha2('EL')": countries.toAlpha2('EL'),
};
for (const [call, result] of Object.entries(seen)) console.log(call, '->', result);
assert.deepEqual(Object.values(seen), [undefined, 'XKK', undefined, 'VN', 'GB', 'UK', false, 'EL']);
JS
node show.mjs
