#!/usr/bin/env bash
# Names of two words, "Jack Ma" or "Rita Pe", split with humanparser into given and family name. One would expect the second word to be the family name when there is nothing else. Ma, Pe, Junior and the like are taken for titles after the name: the family name is the empty text,
# in which nobody is found again. parse-full-name and nameparser (Python) do not do so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . humanparser@2.7.0 parse-full-name@1.2.7 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check nameparser==2.6.0
echo "humanparser@2.7.0, parse-full-name@1.2.7, nameparser 2.6.0, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import humanparser from 'humanparser';
import { parseFullName } from 'parse-full-name';

const expected = { 'Anna Berg': 'Berg', 'Jack Ma': '', 'Rita Pe': '', 'Carlos Silva Junior': 'Silva' };
for (const [name, family] of Object.entries(expected)) {
  const byNameparser = execFileSync('python/bin/python', ['-c', 'import sys; from nameparser import HumanName; print(HumanName(sys.argv[1]).last)', name]).toString().trim();
  const { lastName, suffix } = humanparser.parseName(name);
  console.log(`${name}: humanparser "${lastName}" (suffix "${suffix ?? ''}"), parse-full-name "${parseFullName(name).last}", nameparser "${byNameparser}"`);
  assert.equal(lastName, family);
  if (name.split(' ').length === 2) assert.deepEqual([parseFullName(name).last, byNameparser], [name.split(' ')[1], name.split(' ')[1]]);
}
JS
node show.mjs
