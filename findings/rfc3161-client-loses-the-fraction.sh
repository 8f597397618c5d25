#!/usr/bin/env bash
# A time stamp with thousandths of a second, as RFC 3161 section 2.4.2 has them. `gen_time` is a datetime, which has room for microseconds, so one would expect them there, as asn1crypto has them. rfc3161-client
# cuts them off: what was stamped half a second after it was written seems to be stamped before that.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check rfc3161-client==1.0.9 asn1crypto==1.5.1
echo "$(openssl version), rfc3161-client 1.0.9, asn1crypto 1.5.1"
printf '[s]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\nclock_precision_digits = 3\n' >authority.cnf
openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -days 9 -subj '/CN=Time stamps' -addext 'keyUsage=critical,digitalSignature' -addext 'extendedKeyUsage=critical,timeStamping' 2>/dev/null
echo evidence >data
openssl ts -query -data data -sha256 -cert -out query 2>/dev/null
seen=
while [[ $seen != *.* ]]; do
  openssl ts -reply -config authority.cnf -section s -queryfile query -out stamp 2>/dev/null
  seen=$(openssl ts -reply -in stamp -text 2>/dev/null | grep '^Time stamp:')
done
echo "OpenSSL: $seen"
cat >show.py <<'PY'
from asn1crypto import tsp
from rfc3161_client import decode_timestamp_response

text = open('stamp', 'rb').read()
stamped = tsp.TimeStampResp.load(text)['time_stamp_token']['content']['encap_content_info']['content'].parsed
whole, cut = stamped['gen_time'].native, decode_timestamp_response(text).tst_info.gen_time
print('asn1crypto: %s\nrfc3161-client: %s' % (whole.isoformat(), cut.isoformat()))
assert whole.microsecond > 0 and cut == whole.replace(microsecond=0)
PY
python/bin/python show.py
