#!/usr/bin/env bash
# `set_access_token(token)` of DocuSign's own SDK for Python, given the token object that `generate_access_token` has answered. One would expect calls to carry
# `Authorization: Bearer …`, as they do after `request_jwt_user_token` of the same class. They carry the bare token, without a scheme: an answer 401, with a good token.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check docusign-esign==6.1.0
echo 'docusign-esign 6.1.0 (PyPI)'
cat >show.py <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from docusign_esign import ApiClient, EnvelopesApi
from docusign_esign.client.auth.oauth import OAuthToken

seen = []
class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append(self.headers['Authorization'])
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.end_headers()
        self.wfile.write(b'{}')
    def log_message(self, *_):
        pass

server = HTTPServer(('127.0.0.1', 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = ApiClient(host=f'http://127.0.0.1:{server.server_port}')
client.set_access_token(OAuthToken(access_token='abc', token_type='Bearer'))
EnvelopesApi(client).get_envelope('account', 'envelope')
print('Authorization:', seen[0])
assert seen == ['abc']
PY
python/bin/python show.py
