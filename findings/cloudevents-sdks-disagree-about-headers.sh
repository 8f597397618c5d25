#!/usr/bin/env bash
# An event in binary mode with the subject "Jörg 5%". CloudEvents' HTTP binding (section 3.1.3.2) MUST percent-encode such values in headers and decode them when reading, so one would expect the SDKs to understand each other.
# Python's sends `J%C3%B6rg%205%25`, and those for Go and JavaScript read just that, undecoded. They send the name as it is, and what they mean as `5%25` arrives at Python as `5%`; with "Łukasz" JavaScript's makes a header that
# `fetch` refuses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
npm install --silent --no-audit --no-fund --prefix . cloudevents@10.0.0 >/dev/null
cat >go.mod <<'MOD'
module show

go 1.24.0

require github.com/cloudevents/sdk-go/v2 v2.16.2
MOD
cat >show.py <<'PY'
import sys
from cloudevents.core.bindings.http import HTTPMessage, from_http_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent

event = {'specversion': '1.0', 'id': '1', 'type': 'signed', 'source': '/signing'}
if sys.argv[1] == 'write':
    print(to_binary_event(CloudEvent({**event, 'subject': sys.argv[2]}, {})).headers['ce-subject'])
else:
    headers = {'ce-' + name: value for name, value in event.items()}
    print(from_http_event(HTTPMessage({**headers, 'content-type': 'application/json', 'ce-subject': sys.argv[2]}, b'{}')).get_subject())
PY
cat >show.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/cloudevents/sdk-go/v2/binding"
	ceshttp "github.com/cloudevents/sdk-go/v2/protocol/http"
)

func main() {
	event := cloudevents.NewEvent()
	event.SetID("1")
	event.SetType("signed")
	event.SetSource("/signing")
	if os.Args[1] == "write" {
		event.SetSubject(os.Args[2])
		request, err := ceshttp.NewHTTPRequestFromEvent(context.Background(), "http://example.com/", event)
		if err != nil {
			panic(err)
		}
		fmt.Println(request.Header.Get("ce-subject"))
		return
	}
	request, _ := http.NewRequest("POST", "/", strings.NewReader("{}"))
	for name, value := range map[string]string{"specversion": "1.0", "id": "1", "type": "signed", "source": "/signing", "subject": os.Args[2]} {
		request.Header.Set("ce-"+name, value)
	}
	read, err := binding.ToEvent(context.Background(), ceshttp.NewMessageFromHttpRequest(request))
	if err != nil {
		panic(err)
	}
	fmt.Println(read.Subject())
}
GO
go mod tidy >/dev/null 2>&1
go build -o show show.go
echo 'cloudevents 2.2.0 (PyPI), cloudevents@10.0.0 (npm), github.com/cloudevents/sdk-go/v2 v2.16.2'
subject='Jörg 5%'
of_python=$(python/bin/python show.py write "$subject")
of_go=$(./show write "$subject")
echo "Python sends: $of_python; Python reads it as: $(python/bin/python show.py read "$of_python"); Go reads it as: $(./show read "$of_python")"
echo "Go sends: $of_go; and for 'rate 5%25' it sends: $(./show write 'rate 5%25'), which Python reads as: $(python/bin/python show.py read 'rate 5%25')"
[ "$of_python" = 'J%C3%B6rg%205%25' ]
[ "$(python/bin/python show.py read "$of_python")" = "$subject" ]
[ "$(./show read "$of_python")" = "$of_python" ]
[ "$of_go" = "$subject" ]
[ "$(./show write 'rate 5%25')" = 'rate 5%25' ]
[ "$(python/bin/python show.py read 'rate 5%25')" = 'rate 5%' ]
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { CloudEvent, HTTP } from 'cloudevents';

const event = { id: '1', type: 'signed', source: '/signing' };
const sent = (subject) => HTTP.binary(new CloudEvent({ ...event, subject, data: {} })).headers;
const read = (subject) => HTTP.toEvent({ headers: { ...sent('x'), 'ce-subject': subject }, body: '{}' }).subject;
const [subject, ofPython] = process.argv.slice(2);
console.log(`JavaScript sends: ${sent(subject)['ce-subject']}; JavaScript reads Python's as: ${read(ofPython)}`);
assert.equal(sent(subject)['ce-subject'], subject);
assert.equal(read(ofPython), ofPython);
assert.throws(() => new Headers(sent('Łukasz')), (error) => {
  console.log(`JavaScript's headers for Łukasz: ${error.name}: ${error.message}`);
  return error instanceof TypeError;
});
JS
node show.mjs "$subject" "$of_python"
