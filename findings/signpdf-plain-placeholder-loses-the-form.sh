#!/usr/bin/env bash
# A contract that Anna has signed with pyHanko, countersigned by Bob with @signpdf and its placeholder-plain, which is for plain PDF files without object streams, as this one is. It appends to the file (an incremental update), so one would expect two signatures, or an error.
# What comes out has one: Anna's field is no longer in the form, and validation says of Bob's signature alone that all is well. Of a PDF with form fields that pdf-lib made, the list of fields becomes `[f 3364 %%E 0 R 18 0 R]`, and readers refuse the file.
# Between its own signatures all is kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @signpdf/signpdf@3.3.0 @signpdf/placeholder-plain@3.3.0 @signpdf/signer-p12@3.3.0 node-forge@1.4.3 pdf-lib@1.17.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pyHanko==0.38.0
echo "@signpdf/placeholder-plain@3.3.0, pdf-lib@1.17.1, pyHanko 0.38.0, Node $(node --version)"
for name in anna bob; do
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$name.key" -out "$name.pem" -subj "/CN=$name" -days 30 -addext keyUsage=critical,nonRepudiation 2>/dev/null
  openssl pkcs12 -export -inkey "$name.key" -in "$name.pem" -passout pass:secret -out "$name.p12"
done
cat >pdf.mjs <<'JS'
import { readFile, writeFile } from 'node:fs/promises';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { P12Signer } from '@signpdf/signer-p12';
import { SignPdf } from '@signpdf/signpdf';
import { PDFDocument } from 'pdf-lib';

const [task, from, to] = process.argv.slice(2);
if (task === 'sign') {
  const placed = plainAddPlaceholder({ pdfBuffer: await readFile(from), reason: 'I agree', contactInfo: '', name: 'Bob', location: '' });
  await writeFile(to, await new SignPdf().sign(placed, new P12Signer(await readFile('bob.p12'), { passphrase: 'secret' })));
} else {
  const document = await PDFDocument.create();
  const page = document.addPage([300, 300]);
  if (task === 'form') document.getForm().createTextField('name').addToPage(page, { x: 10, y: 10 });
  await writeFile(to, await document.save({ useObjectStreams: false }));
}
JS
cat >anna.py <<'PY'
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

signer = signers.SimpleSigner.load_pkcs12('anna.p12', passphrase=b'secret')
with open('contract.pdf', 'rb') as contract, open('anna.pdf', 'wb') as signed:
    signers.sign_pdf(IncrementalPdfFileWriter(contract), signers.PdfSignatureMetadata(field_name='Anna'), signer=signer, output=signed)
PY
cat >read.py <<'PY'
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

trusted = ValidationContext(trust_roots=[load_cert_from_pemder('anna.pem'), load_cert_from_pemder('bob.pem')])
try:
    found = [(one.signer_cert.subject.native['common_name'], validate_pdf_signature(one, trusted).bottom_line) for one in PdfFileReader(open(sys.argv[1], 'rb')).embedded_signatures]
except PdfReadError as refusal:
    found = str(refusal)
print('%s: %s' % (sys.argv[1], found))
assert str(found) == sys.argv[2], found
PY
node pdf.mjs plain - contract.pdf
node pdf.mjs form - form.pdf
python/bin/python anna.py
node pdf.mjs sign contract.pdf bob.pdf
node pdf.mjs sign bob.pdf bob-twice.pdf
node pdf.mjs sign anna.pdf anna-and-bob.pdf
node pdf.mjs sign form.pdf form-and-bob.pdf
python/bin/python read.py anna.pdf "[('anna', True)]"
python/bin/python read.py bob-twice.pdf "[('bob', True), ('bob', True)]"
python/bin/python read.py anna-and-bob.pdf "[('bob', True)]"
python/bin/python read.py form-and-bob.pdf 'Could not read Boolean object'
