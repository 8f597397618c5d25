#!/usr/bin/env bash
# One histogram, `login.duration` with the unit "s", shown to Prometheus by OpenTelemetry's exporters in JavaScript and in Python. One would expect one name, since one convention says how it is made. Python's is `login_duration_seconds`, with buckets le="5.0"; JavaScript's is `login_duration`, le="5".
# So a dashboard or an alert written for a service in one language shows nothing for one in the other, while counters have the same name in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @opentelemetry/exporter-prometheus@0.223.0 @opentelemetry/sdk-metrics@2.12.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check opentelemetry-exporter-prometheus==0.66b2
echo "@opentelemetry/exporter-prometheus@$(node -p "require('./node_modules/@opentelemetry/exporter-prometheus/package.json').version"), opentelemetry-exporter-prometheus 0.66b2 (Python)"
cat >show.mjs <<'JS'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

const exporter = new PrometheusExporter({ preventServerStart: true });
const meter = new MeterProvider({ readers: [exporter] }).getMeter('show', '1');
meter.createCounter('logins.failed').add(1);
meter.createHistogram('login.duration', { unit: 's' }).record(0.25);
console.log(new PrometheusSerializer().serialize((await exporter.collect()).resourceMetrics));
JS
cat >show.py <<'PY'
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from prometheus_client import REGISTRY, generate_latest

meter = MeterProvider(metric_readers=[PrometheusMetricReader()]).get_meter('show', '1')
meter.create_counter('logins.failed').add(1)
meter.create_histogram('login.duration', unit='s').record(0.25)
print(generate_latest(REGISTRY).decode())
PY
lines() { grep -oE '^login[a-z_]+(_total|_count)|le="5(\.0)?"' | sed "s/^/$1: /"; }
{ node show.mjs | lines JavaScript; python/bin/python show.py | lines Python; } | sort -u | tee seen
diff - seen <<'SEEN'
JavaScript: le="5"
JavaScript: login_duration_count
JavaScript: logins_failed_total
Python: le="5.0"
Python: login_duration_seconds_count
Python: logins_failed_total
SEEN
