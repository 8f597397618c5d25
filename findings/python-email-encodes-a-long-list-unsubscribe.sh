#!/usr/bin/env bash
# A mail of Python's `EmailMessage` with `List-Unsubscribe: <https://…>` (RFC 2369, RFC 8058), the address with a token in it, longer than a line of 78 characters. A line may have 998, and an encoded word (RFC 2047) may not stand in an
# address, so one would expect the header as it is. It is written as `=?utf-8?q?=3Chttps=3A…?=` in pieces, although it is ASCII: programs that look for `<https:` find none. `In-Reply-To` and `References` with a long id go the same way. `policy.SMTP.clone(refold_source='none')`
# does not help, `max_line_length=998` does.
set -euo pipefail
echo "$(python3 --version)"
python3 - <<'PY'
from email.message import EmailMessage
from email.policy import SMTP

url = '<https://mail.example.com/unsubscribe?token=%s>' % ('eyJhbGciOiJIUzI1NiJ9.' * 3)
message = EmailMessage()
message['List-Unsubscribe'] = url
message['In-Reply-To'] = '<%s@mail.example.com>' % ('0123456789' * 8)
message.set_content('text')
seen = {
    'as_bytes()': message.as_bytes(),
    'policy SMTP': message.as_bytes(policy=SMTP),
    'refold_source none': message.as_bytes(policy=SMTP.clone(refold_source='none')),
    'max_line_length 998': message.as_bytes(policy=SMTP.clone(max_line_length=998)),
}
for name, text in seen.items():
    print('%s: %s' % (name, text.decode().splitlines()[0]))
assert [url.encode() in text for text in seen.values()] == [False, False, False, True]
assert b'In-Reply-To: =?utf-8?q?=3C' in seen['as_bytes()']
PY
