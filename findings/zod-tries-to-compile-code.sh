#!/usr/bin/env bash
# A page under a Content-Security-Policy without `unsafe-eval` parses an object with zod 4. One would expect a validator to need no `eval`, and it
# works without; but it finds out by trying `new Function`, so each page load reports a violation, until `z.config({ jitless: true })`
# is called before the first parse.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . zod@4.6.7 >/dev/null
echo 'zod@4.6.7'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

const script = (setUp) => `
  const real = globalThis.Function;
  let tried = 0;
  globalThis.Function = new Proxy(real, { construct(target, given) { tried += 1; return new target(...given); } });
  const { z } = await import('zod');
  ${setUp}
  z.object({ a: z.string() }).parse({ a: 'x' });
  console.log(tried);`;
const tried = (setUp) => Number(execFileSync(process.execPath, ['--input-type=module', '-e', script(setUp)]));
const [byItself, jitless] = [tried(''), tried('z.config({ jitless: true });')];
console.log(`new Function by itself: ${byItself} times; with jitless: ${jitless}`);
assert.ok(byItself > 0);
assert.equal(jitless, 0);
JS
node show.mjs
