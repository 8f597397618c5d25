#!/usr/bin/env bash
# Four patterns as JSON Schema has them (ECMA-262): no control characters, written as `\u0000` and as `\p{Cc}`, no blank first, and the same with hexadecimal escapes. A validator of JSON Schema reads JSON Schema, so one would expect all four to
# be read. kin-openapi refuses the whole document for `\u0000` and for `(?!`, jsonschema in Python for `\p{Cc}`, pydantic for `(?!`; Ajv reads all. Only `\x00` is read by everyone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ajv@8.20.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jsonschema==4.26.0 pydantic==2.14.4
cat >go.mod <<'MOD'
module show

go 1.24.0

require github.com/getkin/kin-openapi v0.153.0
MOD
cat >patterns.json <<'JSON'
["^[^\\u0000-\\u001f]+$", "^[^\\p{Cc}]+$", "^(?!\\s).+$", "^[^\\x00-\\x1f]+$"]
JSON
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

const refused = JSON.parse(readFileSync('patterns.json', 'utf8')).filter((pattern) => !new Ajv().compile({ type: 'string', pattern })('John Doe'));
console.log('Ajv refuses', refused);
process.exitCode = refused.length;
JS
cat >show.py <<'PY'
import json
import jsonschema, pydantic, pydantic_core

patterns = json.load(open('patterns.json'))
def refused(read):
    found = []
    for pattern in patterns:
        try:
            read(pattern)
        except (jsonschema.SchemaError, pydantic_core.SchemaError):
            found.append(pattern)
    return found

by_jsonschema = refused(lambda pattern: jsonschema.validate('John Doe', {'type': 'string', 'pattern': pattern}))
by_pydantic = refused(lambda pattern: pydantic.create_model('Person', name=(str, pydantic.Field(pattern=pattern)))(name='John Doe'))
print('jsonschema refuses %s\npydantic refuses %s' % (by_jsonschema, by_pydantic))
assert by_jsonschema == [patterns[1]] and by_pydantic == [patterns[2]]
PY
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	var patterns, refused []string
	text, _ := os.ReadFile("patterns.json")
	if err := json.Unmarshal(text, &patterns); err != nil {
		panic(err)
	}
	for _, pattern := range patterns {
		quoted, _ := json.Marshal(pattern)
		document := `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{"Name":{"type":"string","pattern":` + string(quoted) + `}}}}`
		loader := openapi3.NewLoader()
		loaded, err := loader.LoadFromData([]byte(document))
		if err != nil {
			panic(err)
		}
		if err := loaded.Validate(loader.Context); err != nil {
			refused = append(refused, pattern)
		}
	}
	fmt.Printf("kin-openapi refuses %q\n", refused)
	if len(refused) != 2 || refused[0] != patterns[0] || refused[1] != patterns[2] {
		os.Exit(1)
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "ajv@8.20.0; jsonschema 4.26.0, pydantic 2.14.4; kin-openapi v0.153.0, $(go version)"
node show.mjs
python/bin/python show.py
go run show.go
