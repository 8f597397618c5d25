#!/usr/bin/env bash
# A trace as JSON for a collector, made of its Protobuf message by `MessageToJson`, Protobuf's own JSON, since OTLP/JSON is said to be that. One would expect a collector to read it. Its ids are base64 there, hexadecimal in OTLP/JSON, the one exception of the encoding: the collector's own reader refuses the whole request.
# With the ids written in hexadecimal the same JSON is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check opentelemetry-proto==1.45.2 protobuf==7.36.2
cat >go.mod <<'MOD'
module show

go 1.25.0

require go.opentelemetry.io/collector/pdata v1.50.0
MOD
echo "opentelemetry-proto 1.45.2, protobuf 7.36.2 (Python), go.opentelemetry.io/collector/pdata v1.50.0"
cat >show.py <<'PY'
import json

from google.protobuf.json_format import MessageToJson
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

request = ExportTraceServiceRequest()
request.resource_spans.add().scope_spans.add().spans.add(trace_id=bytes(range(16)), span_id=bytes(range(8)), name='login')
text = MessageToJson(request)
open('protobuf.json', 'w').write(text)
whole = json.loads(text)
span = whole['resourceSpans'][0]['scopeSpans'][0]['spans'][0]
print('MessageToJson:', json.dumps(span))
span.update(traceId=bytes(range(16)).hex(), spanId=bytes(range(8)).hex())
json.dump(whole, open('hexadecimal.json', 'w'))
PY
cat >show.go <<'GO'
package main

import (
	"fmt"
	"os"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

func main() {
	read := func(name string) (int, error) {
		text, _ := os.ReadFile(name)
		traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(text)
		if err != nil {
			fmt.Printf("%s: %.50v\n", name, err)
			return 0, err
		}
		fmt.Printf("%s: %d span\n", name, traces.SpanCount())
		return traces.SpanCount(), nil
	}
	_, refused := read("protobuf.json")
	count, err := read("hexadecimal.json")
	if refused == nil || err != nil || count != 1 {
		os.Exit(1)
	}
}
GO
python/bin/python show.py
go mod tidy >/dev/null 2>&1
go run show.go
