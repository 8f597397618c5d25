#!/usr/bin/env bash
# An event in JSON with `"subject": null`. CloudEvents' JSON format (section 2.2) lets unset attributes be written so, and a null MUST be read as unset: one would expect an event without subject, as the SDK for Go
# reads it. The one for Python refuses the event ("subject must be a str, must not be empty"), and at `"time": null` ends with a TypeError that is none of its own errors.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat >go.mod <<'MOD'
module show

go 1.24.0

require github.com/cloudevents/sdk-go/v2 v2.16.2
MOD
cat >show.py <<'PY'
from cloudevents.core.bindings.http import HTTPMessage, from_http_event

print('cloudevents 2.2.0 (PyPI)')
seen = {}
for member in ('', ',"subject":null', ',"time":null', ',"note":null', ',"data":null'):
    body = '{"specversion":"1.0","id":"1","type":"signed","source":"/signing"%s}' % member
    try:
        event = from_http_event(HTTPMessage({'content-type': 'application/cloudevents+json'}, body.encode()))
        seen[member] = 'read, %s' % sorted(event.get_attributes())
    except Exception as error:
        seen[member] = '%s: %s' % (type(error).__name__, error)
    print('  %s: %s' % (member[1:] or 'nothing', seen[member]))
assert seen[''].startswith('read') and seen[',"data":null'].startswith('read')
assert seen[',"subject":null'].startswith('CloudEventValidationError')
assert seen[',"time":null'].startswith('TypeError')
PY
python/bin/python show.py
cat >show.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

func main() {
	fmt.Println("github.com/cloudevents/sdk-go/v2 v2.16.2")
	for _, member := range []string{`"subject":null`, `"time":null`, `"note":null`} {
		event := cloudevents.Event{}
		if err := json.Unmarshal([]byte(`{"specversion":"1.0","id":"1","type":"signed","source":"/signing",`+member+`}`), &event); err != nil {
			panic(err)
		}
		if err := event.Validate(); err != nil || event.Subject() != "" || !event.Time().IsZero() {
			panic(err)
		}
		fmt.Printf("  %s: read, unset\n", member)
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
