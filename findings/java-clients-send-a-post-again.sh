#!/usr/bin/env bash
# A POST that is answered 503, or whose kept connection the server closes after it has read it. A POST is not idempotent (RFC 9110 section 9.2.2), so one would expect a client to leave it to the caller to send it again, as Java's HttpClient does. Apache HttpClient sends it again at 503 and 429;
# OkHttp at 408, and at 503 with `Retry-After: 0`, and when the connection closes; Feign five times at any error with Retry-After or a connection that closes; HttpURLConnection when the connection closes. None of them says so: the caller sees one call.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>show</groupId><artifactId>show</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.squareup.okhttp3</groupId><artifactId>okhttp-jvm</artifactId><version>5.3.2</version></dependency>
    <dependency><groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId><version>5.6</version></dependency>
    <dependency><groupId>io.github.openfeign</groupId><artifactId>feign-core</artifactId><version>13.6</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
echo "com.squareup.okhttp3:okhttp-jvm:5.3.2, org.apache.httpcomponents.client5:httpclient5:5.6, io.github.openfeign:feign-core:13.6, $(java -version 2>&1 | head -1)"
cat >Show.java <<'JAVA'
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.StringEntity;

public class Show {
  static final AtomicInteger posts = new AtomicInteger();
  /** What the server answers to the second request of a connection and later ones; null closes the connection. */
  static volatile String answer;

  interface Api {
    @feign.RequestLine("POST /events")
    String post(String body);
  }

  /** The first request of a connection, a GET of /warm, is answered 204 and the connection kept. */
  static void serve(Socket socket) {
    try (socket) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      for (String request; (request = in.readLine()) != null; ) {
        int length = 0;
        for (String line; !(line = in.readLine()).isEmpty(); ) {
          if (line.toLowerCase().startsWith("content-length:")) length = Integer.parseInt(line.substring(15).trim());
        }
        for (int read = 0; read < length; read += 1) in.read();
        boolean post = request.startsWith("POST");
        if (post) posts.incrementAndGet();
        if (post && answer == null) return;
        socket.getOutputStream().write(("HTTP/1.1 " + (post ? answer : "200 OK") + "\r\nContent-Length: 0\r\n\r\n").getBytes());
      }
    } catch (Exception closed) {
      return;
    }
  }

  public static void main(String[] arguments) throws Exception {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(() -> {
      try {
        while (true) {
          Socket socket = listener.accept();
          new Thread(() -> serve(socket)).start();
        }
      } catch (Exception closed) {
        return;
      }
    });
    accepting.start();
    String base = "http://127.0.0.1:" + listener.getLocalPort();
    String url = base + "/events";
    okhttp3.OkHttpClient ok = new okhttp3.OkHttpClient();
    CloseableHttpClient apache = HttpClients.createDefault();
    HttpClient java = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Api api = feign.Feign.builder().target(Api.class, base);
    Map<String, Callable<?>> warm = new LinkedHashMap<>();
    Map<String, Callable<?>> post = new LinkedHashMap<>();
    warm.put("OkHttp", () -> {
      ok.connectionPool().evictAll();
      return ok.newCall(new okhttp3.Request.Builder().url(base + "/warm").build()).execute().body().string();
    });
    post.put("OkHttp", () -> ok.newCall(new okhttp3.Request.Builder().url(url).post(okhttp3.RequestBody.create("{}", null)).build()).execute().body().string());
    warm.put("Apache", () -> apache.execute(new org.apache.hc.client5.http.classic.methods.HttpGet(base + "/warm"), response -> response.getCode()));
    post.put("Apache", () -> {
      HttpPost request = new HttpPost(url);
      request.setEntity(new StringEntity("{}"));
      return apache.execute(request, response -> response.getCode());
    });
    post.put("Feign", () -> api.post("{}"));
    warm.put("HttpURLConnection", () -> ((HttpURLConnection) URI.create(base + "/warm").toURL().openConnection()).getResponseCode());
    post.put("HttpURLConnection", () -> {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setDoOutput(true);
      connection.getOutputStream().write("{}".getBytes());
      return connection.getResponseCode();
    });
    warm.put("HttpClient of Java", () -> java.send(HttpRequest.newBuilder(URI.create(base + "/warm")).build(), HttpResponse.BodyHandlers.ofString()));
    post.put("HttpClient of Java", () -> java.send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString("{}")).build(), HttpResponse.BodyHandlers.ofString()));

    String[] answers = {"503 Service Unavailable", "503 Service Unavailable\r\nRetry-After: 0", "429 Too Many Requests\r\nRetry-After: 1", "408 Request Timeout", null};
    for (String each : post.keySet()) {
      StringBuilder line = new StringBuilder(each + ":");
      for (String one : answers) {
        answer = one;
        if (warm.containsKey(each)) warm.get(each).call();
        posts.set(0);
        try {
          post.get(each).call();
        } catch (Exception failure) {
          // What counts is how often it was sent.
        }
        line.append(" ").append(posts.get());
      }
      System.out.println(line);
    }
    System.exit(0);
  }
}
JAVA
echo 'POSTs that arrive of one call: 503; 503 with Retry-After: 0; 429 with Retry-After: 1; 408; connection closed'
timeout 120 java -cp 'lib/*' Show.java 2>/dev/null | tee seen
diff - seen <<'SEEN'
OkHttp: 1 2 1 2 3
Apache: 2 2 2 1 1
Feign: 1 5 5 1 5
HttpURLConnection: 1 1 1 1 2
HttpClient of Java: 1 1 1 1 1
SEEN
