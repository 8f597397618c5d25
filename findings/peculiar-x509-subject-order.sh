#!/usr/bin/env bash
# The subject of a certificate as text, to compare it with one that an admin has registered (RFC 8705, `tls_client_auth_subject_dn`). The text has RFC 4514's
# commas and escapes, so one would expect RFC 4514's order, the last name first, as OpenSSL (`-nameopt RFC2253`) and LDAP write it. It stands in the order
# of the certificate, so the two never match.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
echo '@peculiar/x509@2.2.0 reflect-metadata@0.2.2'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -days 30 -subj '/C=AT/O=Acme, Inc/CN=client' 2>/dev/null
cat >show.mjs <<'JS'
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { X509Certificate } from '@peculiar/x509';

const { subject } = new X509Certificate(readFileSync('certificate.pem', 'utf8'));
const rfc = execFileSync('openssl', 'x509 -in certificate.pem -noout -subject -nameopt RFC2253'.split(' ')).toString().trim().replace('subject=', '');
console.log(`@peculiar/x509: ${subject}\nRFC 2253, 4514:  ${rfc}`);
assert.equal(subject, 'C=AT, O=Acme\\, Inc, CN=client');
assert.equal(rfc, 'CN=client,O=Acme\\, Inc,C=AT');
JS
node show.mjs
