#!/usr/bin/env bash
# `0 9 * * 1` in a crontab is Monday at nine, and `0 9 13 * 5` the thirteenth and every Friday (crontab(5)). `CronTrigger.from_crontab`, which takes "a standard crontab expression", should fire so. APScheduler counts from Monday as 0: it fires on Tuesday, refuses 7 for Sunday,
# and with a day of the month beside it only when both are true (Saturday the thirteenth). Names, `mon`, are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check apscheduler==3.11.3 croniter==7.0.0
echo 'APScheduler 3.11.3, croniter 7.0.0'
cat >show.py <<'PY'
from datetime import datetime, timezone
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter

begin = datetime(2026, 3, 1, tzinfo=timezone.utc)
seen = []
for text in ('0 9 * * 1', '0 9 * * mon', '0 9 13 * 5', '0 9 * * 7'):
    try:
        fires = CronTrigger.from_crontab(text, timezone=timezone.utc).get_next_fire_time(None, begin).strftime('%A %d %B')
    except ValueError as error:
        fires = 'refused: %s' % error
    seen.append((fires, croniter(text, begin).get_next(datetime).strftime('%A %d %B')))
    print('%s: APScheduler %s; croniter %s' % (text, *seen[-1]))
assert seen[:3] == [('Tuesday 03 March', 'Monday 02 March'), ('Monday 02 March', 'Monday 02 March'), ('Saturday 13 June', 'Friday 06 March')]
assert seen[3][0].startswith('refused')
PY
python/bin/python -W ignore show.py
