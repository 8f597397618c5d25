#!/usr/bin/env bash
# An address for an upload to S3 by somebody else, signed before there is a body: `getSignedUrl(client, new PutObjectCommand({ Bucket, Key }))`. One would expect it to say nothing about the body. Since its version 3.729 the SDK for JavaScript adds a checksum to every PUT, and here it is that of no bytes, `x-amz-checksum-crc32=AAAAAA==`, part of what is signed:
# a store that checks it refuses every upload but an empty one. `requestChecksumCalculation: 'WHEN_REQUIRED'` leaves it out; Python's boto3 leaves it out by itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @aws-sdk/client-s3@3.1169.0 @aws-sdk/s3-request-presigner@3.1169.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check boto3==1.44.5
echo "@aws-sdk/client-s3@3.1169.0, Node $(node --version), boto3 1.44.5"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const at = { region: 'eu-central-1', endpoint: 'https://s3.example.com', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } };
async function checksum(options) {
  const query = new URL(await getSignedUrl(new S3Client({ ...at, ...options }), new PutObjectCommand({ Bucket: 'evidence', Key: 'contract.pdf' }))).searchParams;
  return query.get('x-amz-checksum-crc32');
}
const seen = { usual: await checksum({}), WHEN_REQUIRED: await checksum({ requestChecksumCalculation: 'WHEN_REQUIRED' }) };
const empty = Buffer.alloc(4);
if (crc32 !== undefined) assert.equal(crc32(''), empty.readUInt32BE());
console.log('checksum in the address:', seen, 'of no bytes:', empty.toString('base64'));
assert.deepEqual(seen, { usual: empty.toString('base64'), WHEN_REQUIRED: null });
JS
node --no-warnings show.mjs
cat >show.py <<'PY'
import boto3

client = boto3.client('s3', region_name='eu-central-1', endpoint_url='https://s3.example.com', aws_access_key_id='id', aws_secret_access_key='secret')
address = client.generate_presigned_url('put_object', Params={'Bucket': 'evidence', 'Key': 'contract.pdf'})
print('boto3: checksum in the address:', 'checksum' in address)
assert 'checksum' not in address
PY
python/bin/python show.py
