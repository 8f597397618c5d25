#!/usr/bin/env bash
# Two services that each keep a tenth of all traces by `TraceIdRatioBased`, which judges by the trace's id alone so that all services keep the same ones. One would expect the same tenth. JavaScript judges by other bits of the id than Python and Go: of what one keeps the other keeps a tenth again, so that a hundredth of the traces is whole.
# ParentBased samplers, the default, hand the decision on instead.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @opentelemetry/sdk-trace-base@2.12.1 @opentelemetry/api@1.9.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check opentelemetry-sdk==1.45.2
go mod init show >/dev/null 2>&1
go get go.opentelemetry.io/otel/sdk@v1.39.0 >/dev/null 2>&1
echo '@opentelemetry/sdk-trace-base@2.12.1, opentelemetry-sdk 1.45.2 (Python), go.opentelemetry.io/otel/sdk v1.39.0'
node -e "for (let trace = 0; trace < 20000; trace += 1) console.log(require('crypto').createHash('sha256').update(String(trace)).digest('hex').slice(0, 32))" >traces
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';

const sampler = new TraceIdRatioBasedSampler(0.1);
for (const trace of readFileSync('traces', 'utf8').trim().split('\n')) if (sampler.shouldSample(ROOT_CONTEXT, trace).decision === SamplingDecision.RECORD_AND_SAMPLED) console.log(trace);
JS
cat >show.py <<'PY'
from opentelemetry.sdk.trace.sampling import Decision, TraceIdRatioBased

sampler = TraceIdRatioBased(0.1)
for line in open('traces'):
    if sampler.should_sample(None, int(line, 16), 'name').decision == Decision.RECORD_AND_SAMPLE:
        print(line.strip())
PY
cat >show.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	file, _ := os.Open("traces")
	sampler := sdk.TraceIDRatioBased(0.1)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		id, _ := trace.TraceIDFromHex(lines.Text())
		if sampler.ShouldSample(sdk.SamplingParameters{TraceID: id}).Decision == sdk.RecordAndSample {
			fmt.Println(lines.Text())
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
node show.mjs >javascript
python/bin/python show.py >python.kept
go run show.go >go.kept
both() { grep -cxFf "$1" "$2" || true; }
echo "of 20000 traces: JavaScript keeps $(wc -l <javascript), Python $(wc -l <python.kept), Go $(wc -l <go.kept)"
echo "both: JavaScript and Python $(both javascript python.kept), Python and Go $(both python.kept go.kept), JavaScript and Go $(both javascript go.kept)"
[ "$(both javascript python.kept)" -lt 300 ]
