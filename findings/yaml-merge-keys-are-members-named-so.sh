#!/usr/bin/env bash
# `<<: *defaults` in YAML, as Docker Compose, GitLab and OpenAPI documents have it: one would expect the members of `defaults`, as PyYAML, go-yaml, and js-yaml up to version 4 give them. npm's yaml, and js-yaml 5, have taken to YAML 1.2, which has no merge:
# they give a member named "<<" and nothing else, without an error. `YAML.parse(text, { merge: true })` merges.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . yaml@2.9.1 js-yaml@5.5.0 js-yaml-4@npm:js-yaml@4.1.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pyyaml==6.0.4
go mod init show >/dev/null 2>&1
go get gopkg.in/yaml.v3@v3.0.1 >/dev/null 2>&1
echo 'yaml@2.9.1 js-yaml@5.5.0 js-yaml@4.1.1, PyYAML 6.0.4, gopkg.in/yaml.v3 v3.0.1'
cat >service.yaml <<'YAML'
defaults: &defaults
  restart: always
service:
  <<: *defaults
  image: app
YAML
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import * as five from 'js-yaml';
import * as four from 'js-yaml-4';
import { parse } from 'yaml';

const text = readFileSync('service.yaml', 'utf8');
console.log('yaml:', JSON.stringify(parse(text).service));
console.log('yaml, merge: true:', JSON.stringify(parse(text, { merge: true }).service));
console.log('js-yaml 5:', JSON.stringify(five.load(text).service));
console.log('js-yaml 4:', JSON.stringify(four.load(text).service));
JS
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

func main() {
	text, _ := os.ReadFile("service.yaml")
	var document map[string]any
	if yaml.Unmarshal(text, &document) != nil {
		os.Exit(1)
	}
	service, _ := json.Marshal(document["service"])
	fmt.Println("go-yaml:", string(service))
}
GO
go mod tidy >/dev/null 2>&1
{
  node show.mjs
  python/bin/python -c "import json, yaml; print('PyYAML:', json.dumps(yaml.safe_load(open('service.yaml'))['service'], separators=(',', ':'), sort_keys=True))"
  go run show.go
} | tee seen
diff - seen <<'SEEN'
yaml: {"<<":{"restart":"always"},"image":"app"}
yaml, merge: true: {"restart":"always","image":"app"}
js-yaml 5: {"<<":{"restart":"always"},"image":"app"}
js-yaml 4: {"restart":"always","image":"app"}
PyYAML: {"image":"app","restart":"always"}
go-yaml: {"image":"app","restart":"always"}
SEEN
