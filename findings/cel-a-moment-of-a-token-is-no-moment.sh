#!/usr/bin/env bash
# A rule over claims in CEL, as Kubernetes, Envoy and API gateways have them: `timestamp(claims.iat) < timestamp("2030-01-01T00:00:00Z")`, `claims.level == 3.0`. CEL defines timestamp(int), and numbers as comparable whatever their type, so one would expect both to hold in each library.
# In cel-go every number of JSON is a double, for which there is no timestamp() and no `%`, no `+ 1` and no text but "1.7e+09", while `claims.level == 3` holds and hides it. In cel-python timestamp() of an integer is an error, and so is comparing an integer with 3.0. `timestamp(int(claims.iat))` helps in Go and not in Python.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cel-python==0.5.0
go mod init show >/dev/null 2>&1
go get github.com/google/cel-go@v0.31.0 >/dev/null 2>&1
echo "github.com/google/cel-go v0.31.0, cel-python 0.5.0"
echo '{"iat": 1700000000, "level": 3}' >claims.json
cat >rules.txt <<'RULES'
timestamp(claims.iat) < timestamp("2030-01-01T00:00:00Z")
timestamp(int(claims.iat)) < timestamp("2030-01-01T00:00:00Z")
claims.level == 3
claims.level == 3.0
claims.level % 2 == 1
string(claims.iat) == "1700000000"
RULES
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/google/cel-go/cel"
)

func main() {
	var claims map[string]any
	text, _ := os.ReadFile("claims.json")
	if err := json.Unmarshal(text, &claims); err != nil {
		panic(err)
	}
	environment, _ := cel.NewEnv(cel.Variable("claims", cel.DynType))
	rules, _ := os.ReadFile("rules.txt")
	for _, rule := range strings.Split(strings.TrimSpace(string(rules)), "\n") {
		compiled, issues := environment.Compile(rule)
		if issues.Err() != nil {
			panic(issues.Err())
		}
		program, _ := environment.Program(compiled)
		result, _, err := program.Eval(map[string]any{"claims": claims})
		if err != nil {
			fmt.Printf("cel-go: %s: error\n", rule)
		} else {
			fmt.Printf("cel-go: %s: %v\n", rule, result)
		}
	}
}
GO
cat >show.py <<'PY'
import json

import celpy

environment = celpy.Environment()
claims = celpy.json_to_cel(json.load(open('claims.json')))
for rule in open('rules.txt').read().splitlines():
    try:
        seen = str(bool(environment.program(environment.compile(rule)).evaluate({'claims': claims}))).lower()
    except celpy.CELEvalError:
        seen = 'error'
    print('cel-python: %s: %s' % (rule, seen))
PY
go mod tidy >/dev/null 2>&1
{ go run show.go; python/bin/python show.py; } | tee seen
diff - seen <<'SEEN'
cel-go: timestamp(claims.iat) < timestamp("2030-01-01T00:00:00Z"): error
cel-go: timestamp(int(claims.iat)) < timestamp("2030-01-01T00:00:00Z"): true
cel-go: claims.level == 3: true
cel-go: claims.level == 3.0: true
cel-go: claims.level % 2 == 1: error
cel-go: string(claims.iat) == "1700000000": false
cel-python: timestamp(claims.iat) < timestamp("2030-01-01T00:00:00Z"): error
cel-python: timestamp(int(claims.iat)) < timestamp("2030-01-01T00:00:00Z"): error
cel-python: claims.level == 3: true
cel-python: claims.level == 3.0: error
cel-python: claims.level % 2 == 1: true
cel-python: string(claims.iat) == "1700000000": true
SEEN
