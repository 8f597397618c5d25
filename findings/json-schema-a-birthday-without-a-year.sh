#!/usr/bin/env bash
# `"birthdate": "0000-05-17"`, as OpenID Connect Core (section 5.1) has a birthday whose year was left out, against `{"type": "string", "format": "date"}`. RFC 3339, which the format refers to, has years from 0000, so one would expect it to be a date. Python's jsonschema refuses it, and the leap second 23:59:60Z of RFC 3339's own examples too,
# since it asks Python's datetime, which begins with the year 1 and has no sixtieth second; fastjsonschema, jsonschema-rs and Ajv take both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ajv@8.17.1 ajv-formats@3.0.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jsonschema==4.26.0 rfc3339-validator==0.1.4 fastjsonschema==2.22.3 jsonschema-rs==0.60.3
echo "jsonschema 4.26.0, fastjsonschema 2.22.3, jsonschema-rs 0.60.3, ajv@8.17.1"
echo '[["date", "1980-05-17"], ["date", "0000-05-17"], ["date-time", "1990-12-31T23:59:59Z"], ["date-time", "1990-12-31T23:59:60Z"]]' >values.json
cat >show.py <<'PY'
import json

import fastjsonschema
import jsonschema
import jsonschema_rs

def fast(schema, value):
    try:
        fastjsonschema.validate(schema, value)
        return True
    except fastjsonschema.JsonSchemaValueException:
        return False

for form, value in json.load(open('values.json')):
    schema = {'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'string', 'format': form}
    print(form, value, json.dumps({
        'jsonschema': jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER).is_valid(value),
        'fastjsonschema': fast(schema, value),
        'jsonschema-rs': jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(value),
    }))
PY
cat >show.cjs <<'JS'
const Ajv = require('ajv').default;
const ajv = require('ajv-formats').default(new Ajv());
for (const [format, value] of require('./values.json')) console.log(format, value, 'ajv', ajv.validate({ type: 'string', format }, value));
JS
{ python/bin/python show.py; node show.cjs; } | tee seen
diff - seen <<'SEEN'
date 1980-05-17 {"jsonschema": true, "fastjsonschema": true, "jsonschema-rs": true}
date 0000-05-17 {"jsonschema": false, "fastjsonschema": true, "jsonschema-rs": true}
date-time 1990-12-31T23:59:59Z {"jsonschema": true, "fastjsonschema": true, "jsonschema-rs": true}
date-time 1990-12-31T23:59:60Z {"jsonschema": false, "fastjsonschema": true, "jsonschema-rs": true}
date 1980-05-17 ajv true
date 0000-05-17 ajv true
date-time 1990-12-31T23:59:59Z ajv true
date-time 1990-12-31T23:59:60Z ajv true
SEEN
