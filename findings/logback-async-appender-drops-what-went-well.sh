#!/usr/bin/env bash
# logback's AsyncAppender before a slow file or network, with a burst of a thousand lines. It waits where its queue is full (`neverBlock` is false), so one would expect all lines, a little later. From the moment when a fifth of the queue (256) is left it drops TRACE, DEBUG and INFO, and keeps WARN and ERROR:
# most of what went well is missing, and nothing says so. `discardingThreshold` 0 keeps all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>ch.qos.logback</groupId><artifactId>logback-classic</artifactId><version>1.5.22</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "ch.qos.logback:logback-classic:1.5.22, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

public class Show {
  static int written(boolean threshold, boolean failures) throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    AtomicInteger lines = new AtomicInteger();
    AppenderBase<ILoggingEvent> slow = new AppenderBase<>() {
      @Override
      protected void append(ILoggingEvent event) {
        lines.incrementAndGet();
        long until = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < until) Thread.onSpinWait();
      }
    };
    slow.setContext(context);
    slow.start();
    AsyncAppender appender = new AsyncAppender();
    appender.setContext(context);
    appender.setMaxFlushTime(0);
    if (threshold) appender.setDiscardingThreshold(0);
    appender.addAppender(slow);
    appender.start();
    Logger logger = context.getLogger("show");
    logger.detachAndStopAllAppenders();
    logger.setAdditive(false);
    logger.addAppender(appender);
    for (int user = 0; user < 1000; user += 1) {
      if (failures) logger.warn("login of {} failed", user);
      else logger.info("login of {} finished", user);
    }
    appender.stop();
    return lines.get();
  }

  public static void main(String[] arguments) throws Exception {
    int well = written(false, false);
    int failed = written(false, true);
    int all = written(true, false);
    System.out.println("of 1000 lines: INFO " + well + ", WARN " + failed + ", INFO with discardingThreshold 0 " + all);
    if (well > 600 || failed != 1000 || all != 1000) System.exit(1);
  }
}
JAVA
java -cp 'lib/*' Show.java
