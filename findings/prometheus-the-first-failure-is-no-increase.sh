#!/usr/bin/env bash
# An alert on what should never happen: `increase(login_failed_total{error="invalid_client"}[10m]) > 0`. A counter with labels comes into being when it first counts, with 1, so one would expect that first failure to be an increase. It is none, nor a rate: Prometheus knows no value before it, and takes the counter to have stood at 1 already.
# The alert fires at the second failure, or never, while the same counter that stood at 0 before fires at the first. `or` with `unless … offset 10m` helps, or writing every label value as 0 at the start.
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
      - { alert: increased, expr: 'increase(login_failed_total[10m]) > 0' }
      - { alert: there, expr: 'login_failed_total > 0' }
RULES
# Minutes 0 to 4: the series `born` is not there, `zero` stands at 0; at minute 5 either counts its first failure.
alerts() {
  cat >tests.yml <<TESTS
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - { series: 'login_failed_total{error="born"}', values: '_ _ _ _ _ 1 1 1 $1 $1 $1' }
      - { series: 'login_failed_total{error="zero"}', values: '0 0 0 0 0 1 1 1 $1 $1 $1' }
    alert_rule_test:
      - { eval_time: 9m, alertname: there, exp_alerts: [{ exp_labels: { error: born } }, { exp_labels: { error: zero } }] }
      - { eval_time: 9m, alertname: increased, exp_alerts: [$2] }
TESTS
  root/usr/bin/promtool test rules tests.yml >result.txt 2>&1 || { cat result.txt; return 1; }
}
born='{ exp_labels: { error: born } }' zero='{ exp_labels: { error: zero } }'
alerts 1 "$zero"
echo 'one failure each: the alert fires for the counter that stood at 0, not for the one that came into being'
alerts 2 "$born, $zero"
echo 'two failures each: it fires for both'
