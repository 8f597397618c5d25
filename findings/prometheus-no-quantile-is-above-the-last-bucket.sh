#!/usr/bin/env bash
# An alert on slow logins: `histogram_quantile(0.95, rate(login_seconds_bucket[5m])) > 5`, of a histogram whose buckets end at 0.5, 1, 5 and +Inf. Half of all logins take longer than five seconds, so one would expect it to fire. The quantile is 5, and no more whatever happens, because what lies in the last bucket is answered as the end of the one before it:
# the alert can never fire, and a dashboard shows a calm line at 5 s while logins take minutes. `>=`, or a share (`1 - le="5" / count`), tells.
# Prometheus is Debian's, unpacked in the temporary folder (`apt-get download prometheus`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq prometheus 2>/dev/null
dpkg -x prometheus_*.deb root
echo "prometheus $(dpkg-deb -f prometheus_*.deb Version)"
cat >rules.yml <<'RULES'
groups:
  - name: logins
    rules:
      - { alert: quantile, expr: 'histogram_quantile(0.95, rate(login_seconds_bucket[5m])) > 5' }
      - { alert: share, expr: '1 - rate(login_seconds_bucket{le="5"}[5m]) / ignoring(le) rate(login_seconds_bucket{le="+Inf"}[5m]) > 0.05' }
RULES
# Logins a minute that took up to half a second, a second, five seconds, and however long.
alerts() {
  cat >tests.yml <<TESTS
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - { series: 'login_seconds_bucket{le="0.5"}', values: '0+$1x20' }
      - { series: 'login_seconds_bucket{le="1"}', values: '0+$2x20' }
      - { series: 'login_seconds_bucket{le="5"}', values: '0+$3x20' }
      - { series: 'login_seconds_bucket{le="+Inf"}', values: '0+$4x20' }
    promql_expr_test:
      - { expr: 'histogram_quantile(0.95, rate(login_seconds_bucket[5m]))', eval_time: 15m, exp_samples: [{ labels: '{}', value: 5 }] }
    alert_rule_test:
      - { eval_time: 15m, alertname: share, exp_alerts: [{}] }
      - { eval_time: 15m, alertname: quantile, exp_alerts: [] }
TESTS
  root/usr/bin/promtool test rules tests.yml >result.txt 2>&1 || { cat result.txt; return 1; }
}
alerts 10 40 50 100
echo 'half of the logins longer than 5 s: the quantile is 5, the alert on it does not fire, that on the share does'
alerts 0 0 0 100
echo 'every login longer than 5 s: the same'
