#!/usr/bin/env bash
# A histogram of OpenTelemetry with the unit "s", as its own conventions prescribe for durations. One would expect buckets that fit seconds. Whatever the unit, the first buckets end at 0, 5, 10 and 25, made for milliseconds: logins of a quarter of a second and of four seconds lie in one bucket, and the 95th percentile that a dashboard computes of logins
# of a quarter of a second each is 4.75 s. Python and JavaScript alike; `advice: { explicitBucketBoundaries }` or a view says others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @opentelemetry/sdk-metrics@2.12.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check opentelemetry-sdk==1.45.2
echo "@opentelemetry/sdk-metrics@2.12.1, Node $(node --version), opentelemetry-sdk 1.45.2 (Python)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

class Reader extends MetricReader {
  async onForceFlush() {}
  async onShutdown() {}
}
const reader = new Reader();
const duration = new MeterProvider({ readers: [reader] }).getMeter('show').createHistogram('login.duration', { unit: 's' });
for (let login = 0; login < 1_000; login += 1) duration.record(0.25);
const { resourceMetrics } = await reader.collect();
const { boundaries, counts } = resourceMetrics.scopeMetrics[0].metrics[0].dataPoints[0].value.buckets;
const bucket = counts.indexOf(1_000);
// As histogram_quantile of Prometheus does: linear within the bucket.
const percentile = boundaries[bucket - 1] + 0.95 * (boundaries[bucket] - boundaries[bucket - 1]);
console.log(`JavaScript: buckets end at ${boundaries.slice(0, 4).join(', ')} …; 1000 logins of 0.25 s; 95th percentile ${percentile} s`);
assert.equal(percentile, 4.75);
JS
node show.mjs
cat >show.py <<'PY'
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

reader = InMemoryMetricReader()
duration = MeterProvider(metric_readers=[reader]).get_meter('show').create_histogram('login.duration', unit='s')
for _ in range(1000):
    duration.record(0.25)
point = reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics[0].data.data_points[0]
bucket = point.bucket_counts.index(1000)
percentile = point.explicit_bounds[bucket - 1] + 0.95 * (point.explicit_bounds[bucket] - point.explicit_bounds[bucket - 1])
print('Python: buckets end at %s …; 95th percentile %s s' % (', '.join('%g' % bound for bound in point.explicit_bounds[:4]), percentile))
assert percentile == 4.75
PY
python/bin/python show.py
