#!/usr/bin/env bash
# A Node server with a WebSocket beside its API, on a path of its own (ws with `path: '/live'`), and a client in Java, over plain HTTP as behind a proxy that ends TLS. One would expect `POST /events` to have nothing to do with it. Java's HttpClient offers HTTP/2 in each first request (`Upgrade: h2c`), which a server that knows it not
# ignores, as Node does (RFC 9110 section 7.8). With a listener for upgrades Node hands every such request to it, whatever its path, and ws refuses: 405 for the POST, 400 for a GET. `version(HTTP_1_1)` in Java, or ws with `noServer: true` behind a look at the header, helps.
set -euo pipefail
folder=$(mktemp -d)
trap '[ ! -s "$folder/pid" ] || kill "$(cat "$folder/pid")" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ws@8.23.0 >/dev/null
echo "ws@8.23.0, Node $(node --version), $(java -version 2>&1 | head -1)"
cat >serve.mjs <<'JS'
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const listen = () => new Promise((resolve) => {
  const server = createServer((request, response) => response.end(request.method)).listen(0, '127.0.0.1', () => resolve(server));
});
const [plain, beside] = [await listen(), await listen()];
new WebSocketServer({ server: beside, path: '/live' });
writeFileSync('part', `${plain.address().port} ${beside.address().port}`);
renameSync('part', 'ports');
JS
timeout 60 node serve.mjs &
echo $! >pid
cat >Show.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Show {
  static String send(HttpClient.Version version, String port, boolean post) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"));
    if (post) request.POST(HttpRequest.BodyPublishers.ofString("{}"));
    HttpResponse<String> response = HttpClient.newBuilder().version(version).build().send(request.build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  public static void main(String[] ports) throws Exception {
    for (boolean post : new boolean[] {false, true}) {
      String method = post ? "POST" : "GET";
      System.out.println(method + " /events, Node alone: " + send(HttpClient.Version.HTTP_2, ports[0], post));
      System.out.println(method + " /events, ws at /live beside: " + send(HttpClient.Version.HTTP_2, ports[1], post));
      System.out.println(method + " /events, ws at /live beside, HTTP_1_1: " + send(HttpClient.Version.HTTP_1_1, ports[1], post));
    }
  }
}
JAVA
until [ -s ports ]; do sleep 0.1; done
read -r plain beside <ports || true
java Show.java "$plain" "$beside" | tee seen
diff - seen <<'SEEN'
GET /events, Node alone: 200 GET
GET /events, ws at /live beside: 400 Invalid Upgrade header
GET /events, ws at /live beside, HTTP_1_1: 200 GET
POST /events, Node alone: 200 POST
POST /events, ws at /live beside: 405 Invalid HTTP method
POST /events, ws at /live beside, HTTP_1_1: 200 POST
SEEN
