#!/usr/bin/env bash
# A yes-or-no option that may also come from the environment: `new Option('--secure').env('SECURE')`, and SECURE=false. One would expect false, or an error.
# The option is true, as it is for `0`, `no` and an empty value: that the variable is there is all that counts. `SECURE= program`, by which one unsets
# a variable in a shell or a container's file, switches it on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . commander@14.0.3 >/dev/null
echo 'commander@14.0.3'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { Command, Option } from 'commander';

const secureOf = (value) => {
  if (value === undefined) delete process.env.SECURE;
  else process.env.SECURE = value;
  return new Command().addOption(new Option('--secure').env('SECURE')).parse([], { from: 'user' }).opts().secure;
};
for (const value of ['true', 'false', '0', 'no', '', undefined]) {
  const secure = secureOf(value);
  console.log(value === undefined ? 'unset' : `SECURE=${value}`, '->', secure);
  assert.equal(secure, value === undefined ? undefined : true);
}
JS
node show.mjs
