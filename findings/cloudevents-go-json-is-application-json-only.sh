#!/usr/bin/env bash
# An event in JSON whose data is an object and whose `datacontenttype` is `application/problem+json` (or `application/vc+json`, a credential). CloudEvents' JSON format (section 3.1) has data of every type that ends in `+json`
# written as JSON, so one would expect it to be read as with `application/json`. The SDK for Go refuses the event ("expected a string"); in binary mode it reads it, and writes the object as a text inside JSON when it passes it
# on. The SDK for Python does neither.
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
cat >show.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/cloudevents/sdk-go/v2/binding"
	ceshttp "github.com/cloudevents/sdk-go/v2/protocol/http"
)

func main() {
	fmt.Println("github.com/cloudevents/sdk-go/v2 v2.16.2")
	for _, contentType := range []string{"application/json", "application/problem+json", "application/vc+json"} {
		var read cloudevents.Event
		refused := json.Unmarshal([]byte(`{"specversion":"1.0","id":"1","type":"failed","source":"/signing","datacontenttype":"`+contentType+`","data":{"title":"No"}}`), &read)
		request, _ := http.NewRequest("POST", "/", strings.NewReader(`{"title":"No"}`))
		for name, value := range map[string]string{"specversion": "1.0", "id": "1", "type": "failed", "source": "/signing"} {
			request.Header.Set("ce-"+name, value)
		}
		request.Header.Set("content-type", contentType)
		event, err := binding.ToEvent(context.Background(), ceshttp.NewMessageFromHttpRequest(request))
		if err != nil {
			panic(err)
		}
		written, _ := json.Marshal(event)
		_, data, _ := strings.Cut(string(written), `"data":`)
		fmt.Printf("  %s: structured: %.95v; binary, written on: %s\n", contentType, refused, data)
		good := contentType == "application/json"
		if (refused == nil) != good || strings.HasPrefix(data, "{") != good {
			os.Exit(1)
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
go run show.go
cat >show.py <<'PY'
from cloudevents.core.bindings.http import HTTPMessage, from_http_event, to_structured_event

print('cloudevents 2.2.0 (PyPI)')
body = b'{"specversion":"1.0","id":"1","type":"failed","source":"/signing","datacontenttype":"application/problem+json","data":{"title":"No"}}'
structured = from_http_event(HTTPMessage({'content-type': 'application/cloudevents+json'}, body))
headers = {'ce-specversion': '1.0', 'ce-id': '1', 'ce-type': 'failed', 'ce-source': '/signing', 'content-type': 'application/problem+json'}
binary = from_http_event(HTTPMessage(headers, b'{"title":"No"}'))
assert structured.get_data() == {'title': 'No'}
written = to_structured_event(binary).body
print('  application/problem+json: structured: %s; binary, written on: %s' % (structured.get_data(), written.decode()))
assert b'{"title": "No"}' in written
PY
python/bin/python show.py
