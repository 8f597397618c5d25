#!/usr/bin/env bash
# Caddy asks clients for a certificate and hands it on: `header_up X-Client-Cert {http.request.tls.client.certificate_pem}`, as nginx and HAProxy have a variable for it. One would expect the certificate in some form for those who showed one, and an empty header, or none, for the others. It is the other way round: who shows a certificate gets 502,
# because PEM has line ends and no header may; and for who shows none the header is the text of the placeholder itself, "{http.request.tls.client.certificate_pem}", which a service that asks whether the header is there takes for a certificate. `certificate_der_base64` goes through, with the same text where there is none.
# Caddy is Debian's, unpacked in the temporary folder (`apt-get download caddy`).
set -euo pipefail
folder=$(mktemp -d)
trap '[ -z "${caddy:-}" ] || kill "$caddy" 2>/dev/null; wait; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq caddy 2>/dev/null
dpkg -x caddy_*.deb root
echo "caddy $(dpkg-deb -f caddy_*.deb Version), Node $(node --version)"
new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9)
openssl req -x509 "${new[@]}" -keyout root.key -out root.pem -subj '/CN=localhost' -addext 'subjectAltName=DNS:localhost' 2>/dev/null
openssl req "${new[@]}" -keyout client.key -out request.pem -subj '/CN=Client' 2>/dev/null
openssl x509 -req -in request.pem -CA root.pem -CAkey root.key -CAcreateserial -days 9 -out client.pem -extfile <(printf 'extendedKeyUsage=clientAuth') 2>/dev/null
ports=$(node -e "const n=require('net');const s=[1,2].map(()=>n.createServer().listen(0,'127.0.0.1'));setTimeout(()=>{console.log(s.map((one)=>one.address().port).join(' '));process.exit()},200)")
read -r front behind <<<"$ports"
cat >Caddyfile <<CADDY
{
	admin off
	auto_https off
}
https://localhost:$front {
	tls $folder/root.pem $folder/root.key {
		client_auth {
			mode request
		}
	}
	handle /pem {
		reverse_proxy 127.0.0.1:$behind {
			header_up X-Client-Cert {http.request.tls.client.certificate_pem}
		}
	}
	handle /der {
		reverse_proxy 127.0.0.1:$behind {
			header_up X-Client-Cert {http.request.tls.client.certificate_der_base64}
		}
	}
}
CADDY
HOME=$folder root/usr/bin/caddy run --config Caddyfile --adapter caddyfile >caddy.log 2>&1 &
caddy=$!
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync as read } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const [front, behind] = process.argv.slice(2).map(Number);
const server = createServer((asked, response) => response.end(asked.headers['x-client-cert'] ?? '')).listen(behind, '127.0.0.1');
const ask = (path, own) =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: front, servername: 'localhost', headers: { host: `localhost:${front}` }, path, ca: read('root.pem'), agent: false, ...own }, async (response) => {
      let text = '';
      for await (const piece of response) text += piece;
      resolve(response.statusCode === 200 ? text : `status ${response.statusCode}`);
    });
    asked.on('error', reject).end();
  });
const own = { cert: read('client.pem'), key: read('client.key') };
for (let attempt = 0; attempt < 50; attempt += 1) if ((await ask('/der', {}).catch(() => sleep(200))) !== undefined) break;
const der = new X509Certificate(own.cert).raw.toString('base64');
for (const [path, certificate, expected] of [
  ['/pem', own, 'status 502'],
  ['/pem', {}, '{http.request.tls.client.certificate_pem}'],
  ['/der', own, der],
  ['/der', {}, '{http.request.tls.client.certificate_der_base64}'],
]) {
  const seen = await ask(path, certificate);
  console.log(`${path}, ${certificate === own ? 'with' : 'without'} a certificate: ${seen === der ? 'the certificate' : seen}`);
  assert.equal(seen, expected);
}
server.close();
JS
node show.mjs "$front" "$behind" || { cat caddy.log; exit 1; }
