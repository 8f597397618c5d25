#!/usr/bin/env bash
# `Accept-Language: zh-Hant-TW, en;q=0.5` to a site that has zh-Hant, zh-Hans and English. RFC 4647 section 3.4 (lookup) takes away one part after the other from the end, so one would expect
# zh-Hant, as `de-AT` finds `de` here. It is English: only the first part counts as a shorter form, so `zh-Hant-TW` finds `zh` and nothing between.
# So it is with `sr-Latn-RS` and `sr-Latn`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . negotiator@1.1.0 >/dev/null
echo 'negotiator@1.1.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import Negotiator from 'negotiator';

const cases = [
  ['de-AT, en;q=0.5', ['de', 'en'], 'de'],
  ['zh-Hant-TW, en;q=0.5', ['zh-Hant', 'zh-Hans', 'en'], 'en'],
  ['zh-Hant-TW, en;q=0.5', ['zh', 'en'], 'zh'],
  ['sr-Latn-RS, en;q=0.5', ['sr-Latn', 'sr-Cyrl', 'en'], 'en'],
];
for (const [header, available, expected] of cases) {
  const language = new Negotiator({ headers: { 'accept-language': header } }).language(available);
  console.log(`${header}; available ${available.join(', ')} -> ${language}`);
  assert.equal(language, expected);
}
JS
node show.mjs
