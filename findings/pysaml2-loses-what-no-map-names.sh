#!/usr/bin/env bash
# A SAML assertion with the attributes `mail` and `role`, NameFormat basic or none, and with the address as AD FS and Entra ID name it (`http://schemas.xmlsoap.org/…/emailaddress`), NameFormat uri. One would expect them all in what pysaml2 hands on. It hands on what a map of its own names: `mail` is there as `urn:oid:0.9.2342.19200300.100.1.3`
# and gone as `mail`, `role` is gone, and the name of AD FS is known under NameFormat unspecified only, and then called `emailAddress`. Nothing says that something was left out. `allow_unknown_attributes` keeps them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pysaml2==7.5.5
echo "pysaml2 7.5.5, $(python/bin/python --version)"
cat >show.py <<'PY'
from saml2.attribute_converter import ac_factory, to_local
from saml2.saml import Attribute, AttributeStatement, AttributeValue

maps = ac_factory()
formats = 'urn:oasis:names:tc:SAML:2.0:attrname-format:'
adfs = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress'

for name, form, usual, unknown in [
    ('urn:oid:0.9.2342.19200300.100.1.3', 'uri', {'mail': ['a@example.com']}, {'mail': ['a@example.com']}),
    ('mail', 'basic', {}, {'mail': ['a@example.com']}),
    ('mail', None, {}, {'mail': ['a@example.com']}),
    ('role', 'basic', {}, {'role': ['a@example.com']}),
    (adfs, 'uri', {}, {adfs: ['a@example.com']}),
    (adfs, 'unspecified', {'emailAddress': ['a@example.com']}, {'emailAddress': ['a@example.com']}),
]:
    attribute = Attribute(name=name, name_format=form and formats + form, attribute_value=[AttributeValue(text='a@example.com')])
    statement = AttributeStatement(attribute=[attribute])
    seen, all_of_them = to_local(maps, statement), to_local(maps, statement, allow_unknown_attributes=True)
    print('%s, NameFormat %s: %s; with allow_unknown_attributes %s' % (name, form, seen, all_of_them))
    assert (seen, all_of_them) == (usual, unknown)
PY
python/bin/python show.py
