#!/usr/bin/env bash
# The authorization URL that DocuSign's own SDK for Python makes. One would expect each value to be encoded, as the scopes are, and as the SDK for Node
# does with the same name. Redirect URI and state are put in as they are: a callback `…?tenant=a&lang=de` loses its second parameter, which becomes one of the
# authorization request, and a state in base64 comes back with blanks for its pluses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check docusign-esign==6.1.0
echo 'docusign-esign 6.1.0 (PyPI)'
cat >show.py <<'PY'
from urllib.parse import parse_qs, urlsplit
from docusign_esign import ApiClient

client = ApiClient(oauth_host_name='account-d.docusign.com')
callback, state = 'https://app.example.com/callback?tenant=a&lang=de', 'q+8/A=='
uri = client.get_authorization_uri('client', ['signature', 'extended'], callback, 'code', state)
arrived = {name: values[0] for name, values in parse_qs(urlsplit(uri).query).items()}
print(uri)
print('arrives as', arrived)
assert arrived['scope'] == 'signature extended'
assert arrived['redirect_uri'] == 'https://app.example.com/callback?tenant=a'
assert arrived['lang'] == 'de'
assert arrived['state'] == 'q 8/A=='
PY
python/bin/python show.py
