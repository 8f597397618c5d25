#!/usr/bin/env bash
# A number in a JSON-LD document, written in N-Quads as proofs of verifiable credentials sign it. JSON-LD 1.1 (API, section 8.6) makes an integer of a whole number below 1e21 and a double of any other, so one would expect one text in each language.
# jsonld.js takes what has no `.` in its own text for whole: 1e-7 and 2e-7 are the integer 0, 1.5e-7 is right. A number of twenty digits is exact in PyLD, a rounded integer in jsonld.js, a double in json-gold. What one of them signs the others do not verify.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . jsonld@9.0.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check PyLD==3.3.0
go mod init show >/dev/null 2>&1
go get github.com/piprate/json-gold@v0.9.1 >/dev/null 2>&1
echo "jsonld@9.0.0, PyLD 3.3.0, github.com/piprate/json-gold v0.9.1"
printf '%s\n' 19.99 100.0 1.5e-7 1e-7 2e-7 12345678901234567890 >numbers
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import jsonld from 'jsonld';

for (const number of readFileSync('numbers', 'utf8').trim().split('\n')) {
  const document = JSON.parse(`{"@context": {"value": "https://example.com/value"}, "@id": "https://example.com/a", "value": ${number}}`);
  const quad = await jsonld.canonize(document, { algorithm: 'RDFC-1.0', format: 'application/n-quads' });
  console.log(`${number} jsonld.js ${/"(.*)".*#([a-z]+)>/.exec(quad).slice(1).join(' ')}`);
}
JS
cat >show.py <<'PY'
import json
import re

from pyld import jsonld

for number in open('numbers').read().split():
    document = json.loads('{"@context": {"value": "https://example.com/value"}, "@id": "https://example.com/a", "value": %s}' % number)
    quad = jsonld.normalize(document, {'algorithm': 'URDNA2015', 'format': 'application/n-quads'})
    print(number, 'PyLD', *re.search('"(.*)".*#([a-z]+)>', quad).groups())
PY
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/piprate/json-gold/ld"
)

func main() {
	numbers, _ := os.ReadFile("numbers")
	for _, number := range strings.Fields(string(numbers)) {
		var document any
		json.Unmarshal([]byte(`{"@context": {"value": "https://example.com/value"}, "@id": "https://example.com/a", "value": `+number+`}`), &document)
		options := ld.NewJsonLdOptions("")
		options.Algorithm, options.Format = "URDNA2015", "application/n-quads"
		quad, err := ld.NewJsonLdProcessor().Normalize(document, options)
		if err != nil {
			panic(err)
		}
		parts := regexp.MustCompile(`"(.*)".*#([a-z]+)>`).FindStringSubmatch(quad.(string))
		fmt.Println(number, "json-gold", parts[1], parts[2])
	}
}
GO
go mod tidy >/dev/null 2>&1
{ node show.mjs; python/bin/python show.py; go run show.go; } | LC_ALL=C sort -s -k1,1 | tee seen
diff - seen <<'SEEN'
1.5e-7 jsonld.js 1.5E-7 double
1.5e-7 PyLD 1.5E-7 double
1.5e-7 json-gold 1.5E-7 double
100.0 jsonld.js 100 integer
100.0 PyLD 100 integer
100.0 json-gold 100 integer
12345678901234567890 jsonld.js 12345678901234567168 integer
12345678901234567890 PyLD 12345678901234567890 integer
12345678901234567890 json-gold 1.234567890123457E19 double
19.99 jsonld.js 1.999E1 double
19.99 PyLD 1.999E1 double
19.99 json-gold 1.999E1 double
1e-7 jsonld.js 0 integer
1e-7 PyLD 1.0E-7 double
1e-7 json-gold 1.0E-7 double
2e-7 jsonld.js 0 integer
2e-7 PyLD 2.0E-7 double
2e-7 json-gold 2.0E-7 double
SEEN
