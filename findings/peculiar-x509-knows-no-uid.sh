#!/usr/bin/env bash
# RFC 4514 section 3 names nine attribute types that every implementation has to know, in any case: CN, L, ST, O, OU, C, STREET, DC and UID. One would expect them to be read.
# `UID=…`, `STREET=…` and `cn=…` are refused with "Cannot get OID for name type ''", which names nothing; so are serialNumber and organizationIdentifier,
# which every qualified certificate has. Reading a certificate, they are shown as numbers (`0.9.2342.19200300.100.1.1=`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
echo '@peculiar/x509@2.2.0'
cat >show.mjs <<'JS'
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { Name } from '@peculiar/x509';

const read = (text) => {
  try {
    return new Name(text).toString();
  } catch (error) {
    return error.message;
  }
};
for (const type of ['CN', 'L', 'ST', 'O', 'OU', 'C', 'DC']) assert.equal(read(`${type}=AT`), `${type}=AT`);
for (const type of ['UID', 'STREET', 'cn', 'serialNumber', 'organizationIdentifier']) {
  console.log(`${type}=AT -> ${read(`${type}=AT`)}`);
  assert.match(read(`${type}=AT`), /Cannot get OID for name type ''/);
}
console.log(`0.9.2342.19200300.100.1.1=AT -> ${read('0.9.2342.19200300.100.1.1=AT')}`);
assert.equal(read('0.9.2342.19200300.100.1.1=AT'), '0.9.2342.19200300.100.1.1=AT');
JS
node show.mjs
