#!/usr/bin/env bash
# A nightly job at 02:30, Europe/Berlin. When summer time begins there is no 02:30, when it ends there are two; cron of Debian runs such a job once on both days, and one would expect libraries to do so. robfig/cron (Kubernetes' CronJob has it) leaves the job out in spring,
# also the one at 02:00; with APScheduler and croniter it runs twice in autumn, and with robfig/cron too. croner, cron-parser and cron run it once, but at 03:00 or at 03:30; and `*/30 2 * * *` croner leaves out in spring.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . croner@11.0.1 cron-parser@5.10.6 cron@4.4.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check apscheduler==3.11.3 croniter==7.0.0 tzdata==2026.6
go mod init show >/dev/null 2>&1
go get github.com/robfig/cron/v3@v3.0.1 >/dev/null 2>&1
echo 'croner@11.0.1 cron-parser@5.10.6 cron@4.4.0, APScheduler 3.11.3, croniter 7.0.0, robfig/cron v3.0.1'
# Each prints the times of the night as Berlin's clock shows them, with the offset.
cat >show.mjs <<'JS'
import { Cron } from 'croner';
import { CronTime } from 'cron';
import { CronExpressionParser } from 'cron-parser';

const tz = 'Europe/Berlin';
const clock = new Intl.DateTimeFormat('de', { timeZone: tz, hour: '2-digit', minute: '2-digit', timeZoneName: 'longOffset' });
for (const [season, begin] of [['spring', new Date('2026-03-29T00:00:00+01:00')], ['autumn', new Date('2026-10-25T00:00:00+02:00')]]) {
  for (const text of ['30 2 * * *', '*/30 2 * * *']) {
    const parsed = CronExpressionParser.parse(text, { currentDate: begin, tz });
    const nexts = { croner: (time) => new Cron(text, { timezone: tz }).nextRun(time), 'cron-parser': () => parsed.next().toDate(), cron: (time) => new CronTime(`0 ${text}`, tz).getNextDateFrom(time, tz).toJSDate() };
    for (const [name, next] of Object.entries(nexts)) {
      const times = [];
      for (let time = next(begin); time.getTime() < begin.getTime() + 20 * 3_600_000; time = next(time)) times.push(clock.format(time).replace(' GMT', ''));
      console.log(`${season} ${text} ${name}: ${times.join(' ')}`);
    }
  }
}
JS
cat >show.py <<'PY'
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter

berlin = ZoneInfo('Europe/Berlin')
for season, begin in (('spring', datetime(2026, 3, 29, tzinfo=berlin)), ('autumn', datetime(2026, 10, 25, tzinfo=berlin))):
    until = begin.astimezone(timezone.utc) + timedelta(hours=20)
    for text in ('30 2 * * *', '*/30 2 * * *'):
        trigger, iterator = CronTrigger.from_crontab(text, timezone=berlin), croniter(text, begin)
        for name in ('APScheduler', 'croniter'):
            times, last = [], None
            while True:
                # APScheduler itself asks so: after the last time it fired, at a moment beyond it.
                moment = last and (last.astimezone(timezone.utc) + timedelta(microseconds=1)).astimezone(berlin)
                last = trigger.get_next_fire_time(last, moment or begin) if name == 'APScheduler' else iterator.get_next(datetime)
                if last.astimezone(timezone.utc) > until:
                    break
                times.append(last.strftime('%H:%M%z')[:-2] + ':00')
            print('%s %s %s: %s' % (season, text, name, ' '.join(times)))
PY
cat >show.go <<'GO'
package main

import (
	"fmt"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

func main() {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	for _, season := range []string{"spring", "autumn"} {
		begin := time.Date(2026, 3, 29, 0, 0, 0, 0, berlin)
		if season == "autumn" {
			begin = time.Date(2026, 10, 25, 0, 0, 0, 0, berlin)
		}
		for _, text := range []string{"30 2 * * *", "*/30 2 * * *"} {
			schedule, _ := cron.ParseStandard(text)
			fmt.Printf("%s %s robfig/cron:", season, text)
			for next := schedule.Next(begin); next.Before(begin.Add(20 * time.Hour)); next = schedule.Next(next) {
				fmt.Print(next.Format(" 15:04-07:00"))
			}
			fmt.Println()
		}
	}
}
GO
go mod tidy >/dev/null 2>&1
{ node show.mjs; python/bin/python -W ignore show.py; go run show.go; } | sed 's/: *$/: not at all/' | LC_ALL=C sort -r | tee seen
diff - seen <<'SEEN'
spring 30 2 * * * robfig/cron: not at all
spring 30 2 * * * croniter: 03:00+02:00
spring 30 2 * * * croner: 03:00+02:00
spring 30 2 * * * cron: 03:00+02:00
spring 30 2 * * * cron-parser: 03:30+02:00
spring 30 2 * * * APScheduler: 02:30+01:00
spring */30 2 * * * robfig/cron: not at all
spring */30 2 * * * croniter: 03:00+02:00
spring */30 2 * * * croner: not at all
spring */30 2 * * * cron: 03:00+02:00
spring */30 2 * * * cron-parser: 03:00+02:00 03:30+02:00
spring */30 2 * * * APScheduler: 02:00+01:00
autumn 30 2 * * * robfig/cron: 02:30+02:00 02:30+01:00
autumn 30 2 * * * croniter: 02:30+02:00 02:30+01:00
autumn 30 2 * * * croner: 02:30+02:00
autumn 30 2 * * * cron: 02:30+02:00
autumn 30 2 * * * cron-parser: 02:30+02:00
autumn 30 2 * * * APScheduler: 02:30+02:00 02:30+01:00
autumn */30 2 * * * robfig/cron: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
autumn */30 2 * * * croniter: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
autumn */30 2 * * * croner: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
autumn */30 2 * * * cron: 02:00+02:00 02:30+02:00
autumn */30 2 * * * cron-parser: 02:00+02:00 02:30+02:00
autumn */30 2 * * * APScheduler: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
SEEN
