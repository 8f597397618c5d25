#!/usr/bin/env bash
# Evidence that nobody may delete, kept in S3 under an object lock of mode COMPLIANCE, and a test with moto that shows so. One would expect moto to refuse what S3 refuses: such a lock can be made longer, not shorter, and not another mode. moto refuses to delete the object, and takes a retention of mode GOVERNANCE that ends in two seconds in its place;
# after that it deletes. A test that only deletes finds nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' boto3==1.44.5
cat >show.py <<'PY'
import datetime
import time

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

def asked(what, call, **parameters):
    try:
        call(**parameters)
        seen = 'done'
    except ClientError as refusal:
        seen = refusal.response['Error']['Code']
    print('%s: %s' % (what, seen))
    return seen

def until(**ahead):
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**ahead)

with mock_aws():
    s3 = boto3.client('s3', region_name='us-east-1', aws_access_key_id='id', aws_secret_access_key='secret')
    s3.create_bucket(Bucket='evidence', ObjectLockEnabledForBucket=True)
    version = s3.put_object(Bucket='evidence', Key='log', Body=b'log', ObjectLockMode='COMPLIANCE', ObjectLockRetainUntilDate=until(days=365))['VersionId']
    it = {'Bucket': 'evidence', 'Key': 'log', 'VersionId': version}
    assert asked('delete it', s3.delete_object, **it) == 'AccessDenied'
    assert asked('GOVERNANCE for two seconds instead', s3.put_object_retention, **it, Retention={'Mode': 'GOVERNANCE', 'RetainUntilDate': until(seconds=2)}) == 'done'
    time.sleep(3)
    assert asked('delete it after that', s3.delete_object, **it) == 'done'
PY
echo "moto 5.2.5, boto3 1.44.5, $(python/bin/python --version)"
python/bin/python show.py
