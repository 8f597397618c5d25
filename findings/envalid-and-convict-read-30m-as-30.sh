#!/usr/bin/env bash
# Settings of the environment, read by libraries that are there to refuse what is wrong at the start. `TIMEOUT=30m` where a number is asked for: one would expect a refusal. envalid's `num()` and convict's `Number`, `nat`, `int` and `port` read what
# number the text begins with: 30, as `10,000` is 10, `1_000` is 1 and `5s` is 5. envalid's own `port()` refuses. convict's `Boolean` is true for `no` and `0` besides.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . envalid@8.2.0 convict@6.2.5 >/dev/null
echo 'envalid@8.2.0 convict@6.2.5'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import convict from 'convict';
import { cleanEnv, num } from 'envalid';

const reporter = ({ errors }) => assert.deepEqual(errors, {}, 'refused');
const ways = { 'envalid num()': (text) => cleanEnv({ X: text }, { X: num() }, { reporter }).X };
for (const format of [Number, 'nat', 'int', 'port', Boolean]) {
  ways[`convict ${format.name ?? format}`] = (text) => convict({ x: { format, default: format === Boolean ? false : 1, env: 'X' } }, { env: { X: text } }).validate({ allowed: 'strict' }).get('x');
}
const seen = {};
for (const [name, read] of Object.entries(ways)) {
  seen[name] = (name.endsWith('Boolean') ? ['false', 'no', '0'] : ['30m', '10,000', '1_000', '5s']).map((text) => [text, read(text)]);
  console.log(`${name}: ${seen[name].map(([text, value]) => `${text} is ${value}`).join(', ')}`);
}
for (const name of Object.keys(seen).filter((each) => !each.endsWith('Boolean'))) assert.deepEqual(seen[name].map(([, value]) => value), [30, 10, 1, 5]);
assert.deepEqual(seen['convict Boolean'].map(([, value]) => value), [false, true, true]);
JS
node show.mjs
