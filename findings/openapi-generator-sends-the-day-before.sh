#!/usr/bin/env bash
# A member `birthdate` of format `date`, a client made by OpenAPI Generator (typescript-fetch), in Vienna. A date has no time zone, so one would expect the day that was given. The client has a Date for it, and writes its day in UTC:
# `new Date(1980, 4, 17)`, the 17 May for whoever wrote it, is sent as 1980-05-16. What is read is the 16 May west of Greenwich, and a year alone ("1979", OpenID Connect Core 5.1) becomes its first day.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn --quiet --batch-mode dependency:copy -Dartifact=org.openapitools:openapi-generator-cli:7.16.0 -DoutputDirectory=. >/dev/null
npm install --silent --no-audit --no-fund --prefix . esbuild@0.25.10 >/dev/null
echo "openapi-generator-cli 7.16.0, Node $(node --version)"
cat >api.json <<'JSON'
{
  "openapi": "3.0.3",
  "info": { "title": "people", "version": "1" },
  "paths": {},
  "components": { "schemas": { "Person": { "type": "object", "properties": { "birthdate": { "type": "string", "format": "date" } } } } }
}
JSON
java -jar openapi-generator-cli-7.16.0.jar generate -i api.json -g typescript-fetch -o client >generated.log 2>&1
npx esbuild client/models/Person.ts --bundle --format=esm --outfile=person.mjs --log-level=error
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PersonFromJSON, PersonToJSON } from './person.mjs';

if (process.env.TZ === 'Europe/Vienna') {
  const sent = PersonToJSON({ birthdate: new Date(1980, 4, 17) }).birthdate;
  const year = PersonToJSON(PersonFromJSON({ birthdate: '1979' })).birthdate;
  console.log(`in Vienna: 17 May 1980 is sent as ${sent}; "1979" is sent back as ${year}`);
  assert.deepEqual([sent, year], ['1980-05-16', '1979-01-01']);
} else {
  const shown = PersonFromJSON({ birthdate: '1980-05-17' }).birthdate.toLocaleDateString('en-CA');
  console.log(`in New York: 1980-05-17 is shown as ${shown}`);
  assert.equal(shown, '1980-05-16');
}
JS
TZ=Europe/Vienna node show.mjs
TZ=America/New_York node show.mjs
