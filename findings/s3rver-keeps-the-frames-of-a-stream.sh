#!/usr/bin/env bash
# A stand-in for S3 in tests, s3rver, and the SDK for JavaScript as it is since January 2025, which sends a checksum with everything. One would expect the object that was put, or an error. A text comes back as it was; of a stream, whose checksum follows its bytes, s3rver keeps the frames too: 53 bytes instead of 12, which no PDF reader takes, and the answer says
# `Content-Encoding: aws-chunked`. It also answers `IfNoneMatch: '*'` and an object lock with status 200, and overwrites and deletes nevertheless, so that a test of evidence that cannot be overwritten shows nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . s3rver@3.7.1 @aws-sdk/client-s3@3.1169.0 >/dev/null
echo "s3rver@3.7.1, @aws-sdk/client-s3@3.1169.0, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';

const store = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: 'objects', configureBuckets: [{ name: 'evidence' }] });
const { port } = await store.run();
const client = new S3Client({ region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, forcePathStyle: true, credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } });
const put = (Key, Body, more) => client.send(new PutObjectCommand({ Bucket: 'evidence', Key, Body, ...more }));
const get = async (Key) => (await client.send(new GetObjectCommand({ Bucket: 'evidence', Key }))).Body.transformToString();
const seen = {};
await put('text', 'twelve bytes');
seen.text = await get('text');
await put('stream', Readable.from([Buffer.from('twelve bytes')]), { ContentLength: 12 });
seen.stream = (await get('stream')).split('\r\n').map((line) => line.split(':')[0]);
await put('text', 'overwritten', { IfNoneMatch: '*' });
seen['IfNoneMatch: *'] = await get('text');
await put('locked', 'to be kept', { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000) });
await client.send(new DeleteObjectCommand({ Bucket: 'evidence', Key: 'locked' }));
seen.locked = await get('locked').catch(({ name }) => name);
console.log(seen);
await store.close();
client.destroy();
assert.deepEqual(seen, { text: 'twelve bytes', stream: ['c', 'twelve bytes', '0', 'x-amz-checksum-crc32', '', ''], 'IfNoneMatch: *': 'overwritten', locked: 'NoSuchKey' });
process.exit();
JS
node --no-warnings show.mjs
