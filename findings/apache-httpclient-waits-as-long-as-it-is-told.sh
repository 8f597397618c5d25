#!/usr/bin/env bash
# A call with a response timeout of two seconds, and a server that answers 503 with `Retry-After: 8`. One would expect the 503, at once or after the two seconds. Apache HttpClient waits eight seconds in the caller's thread, holding no timeout over it, and asks again; with `Retry-After: 3600`, as servers send it for maintenance, it waits an hour,
# and a pool of threads is used up by a handful of calls. `disableAutomaticRetries()` answers the 503.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId><version>5.6</version></dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "org.apache.httpcomponents.client5:httpclient5:5.6, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.util.Timeout;

public class Show {
  public static void main(String[] arguments) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      exchange.getResponseHeaders().add("Retry-After", "8");
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
    });
    server.start();
    RequestConfig timeouts = RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(2)).setConnectionRequestTimeout(Timeout.ofSeconds(2)).build();
    boolean waited = false;
    boolean atOnce = false;
    for (boolean retries : new boolean[] {true, false}) {
      HttpClientBuilder builder = HttpClients.custom().setDefaultRequestConfig(timeouts);
      if (!retries) builder.disableAutomaticRetries();
      requests.set(0);
      long begin = System.nanoTime();
      int status;
      try (CloseableHttpClient client = builder.build()) {
        status = client.execute(new HttpGet("http://127.0.0.1:" + server.getAddress().getPort() + "/"), response -> response.getCode());
      }
      long seconds = (System.nanoTime() - begin) / 1_000_000_000;
      System.out.println((retries ? "as it is: " : "disableAutomaticRetries(): ") + status + " after " + seconds + " s, " + requests + " requests");
      if (retries) waited = seconds >= 8 && requests.get() == 2;
      else atOnce = requests.get() == 1;
    }
    server.stop(0);
    if (!waited || !atOnce) System.exit(1);
  }
}
JAVA
timeout 60 java -cp 'lib/*' Show.java 2>/dev/null
