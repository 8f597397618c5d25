#!/usr/bin/env bash
# `retry(handleAll, { maxAttempts: 3 })`. One would expect three attempts at most; the README says "the number of attempts to make before giving up".
# The function is called four times: the first call does not count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . cockatiel@3.2.1 >/dev/null
echo 'cockatiel@3.2.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { handleAll, retry } from 'cockatiel';

for (const maxAttempts of [1, 3]) {
  let calls = 0;
  await retry(handleAll, { maxAttempts })
    .execute(() => {
      calls += 1;
      throw new Error('busy');
    })
    .catch(() => undefined);
  console.log(`maxAttempts ${maxAttempts}: ${calls} calls`);
  assert.equal(calls, maxAttempts + 1);
}
JS
node show.mjs
