#!/usr/bin/env bash
# Keycloak (Maven Central) with its development database. Issuer http://localhost:$PORT/realms/demo, person john / password.
# Clients: countersign, special (a secret in which everything has to be encoded), and one for each demand: pushed (PAR), bound (DPoP),
# proof (PKCE S256), plain (PKCE plain only), off (switched off there).
set -euo pipefail
cd "${WORK:?}"
VERSION=26.7.3
command -v java > /dev/null || [ -n "${JAVA_HOME:-}" ] || { echo "Keycloak needs Java 17 or later (21 or 25 is what it is tested with)" >&2; exit 69; }
[ -x keycloak-$VERSION/bin/kc.sh ] || { command -v mvn > /dev/null &&
  timeout 500 mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy -Dartifact="org.keycloak:keycloak-quarkus-dist:$VERSION:tar.gz" -DoutputDirectory="$PWD" &&
  tar xzf keycloak-quarkus-dist-$VERSION.tar.gz && rm keycloak-quarkus-dist-$VERSION.tar.gz; } ||
  { echo "Keycloak $VERSION could not be fetched with Maven" >&2; exit 69; }
[ "${1:-}" != install ] || exit 0
rm -rf keycloak-$VERSION/data/h2
mkdir -p keycloak-$VERSION/data/import
python3 - > keycloak-$VERSION/data/import/demo-realm.json <<'PY'
import json, os

redirects = os.environ['REDIRECT_URIS'].split(',')
def client(name, secret='real-secret', enabled=True, **attributes):
    return {'clientId': name, 'secret': secret, 'enabled': enabled, 'redirectUris': redirects, 'attributes': {key.replace('_', '.'): value for key, value in attributes.items()}}
print(json.dumps({
    'realm': 'demo', 'enabled': True, 'sslRequired': 'none',
    'users': [{
        'username': 'john', 'email': 'john@example.com', 'emailVerified': True, 'firstName': 'John', 'lastName': 'Doe', 'enabled': True,
        'credentials': [{'type': 'password', 'value': 'password', 'temporary': False}],
    }],
    'clients': [
        client('countersign'), client('special', 'se%41c+r t:x/&='),
        client('pushed', require_pushed_authorization_requests='true'), client('bound', dpop_bound_access_tokens='true'),
        client('proof', pkce_code_challenge_method='S256'), client('plain', pkce_code_challenge_method='plain'), client('off', enabled=False),
    ],
}))
PY
export KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=admin JAVA_OPTS_KC_HEAP='-Xms64m -Xmx512m'
exec keycloak-$VERSION/bin/kc.sh start-dev --http-host=127.0.0.1 --http-port="${PORT:?}" --hostname-strict=false --import-realm
