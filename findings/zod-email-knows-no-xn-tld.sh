#!/usr/bin/env bash
# A mail address in an internationalised top-level domain, written the way mail and DNS have it: `info@xn--80aesfpebagmfblc0a.xn--p1ai`.
# It is plain ASCII and in use since 2010, so one would expect `z.email()` to take it, all the more as it takes `xn--` in front of another top-level domain.
# It refuses it: the last label may hold letters only. So are `&`, `/` and `=` refused before the @ (`a&b@`, `name=list@`), each allowed by RFC 5322.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . zod@4.6.7 >/dev/null
echo 'zod@4.6.7'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import * as z from 'zod';

const cases = {
  'info@example.com': true,
  'info@xn--mller-kva.example': true,
  'info@xn--80aesfpebagmfblc0a.xn--p1ai': false,
  "o'brien@example.com": true,
  'a&b@example.com': false,
  'name=list@example.com': false,
};
for (const [address, expected] of Object.entries(cases)) {
  const { success } = z.email().safeParse(address);
  console.log(success ? 'taken  ' : 'refused', address);
  assert.equal(success, expected);
}
JS
node show.mjs
