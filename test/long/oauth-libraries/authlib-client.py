"""Gets tokens from Countersign by everything that Authlib has for it. Asks on standard output to have addresses opened."""
import json, os, sys, uuid

os.environ['AUTHLIB_INSECURE_TRANSPORT'] = '1'
import requests
from authlib.integrations.requests_client import AssertionSession, OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from authlib.oidc.discovery import OpenIDProviderMetadata

asked = json.load(open(sys.argv[1], encoding='utf-8'))
token_url, api, mtls = asked['token'], asked['api'], asked['mutualTls']
SCOPE = 'providers:read'
seen = {}


def browse(url):
    print(json.dumps({'open': url}), flush=True)
    return sys.stdin.readline().strip()


def works(name, session, base=api, **more):
    seen[name] = session.get(base + '/v1/providers', **more).status_code


for method in ('client_secret_basic', 'client_secret_post'):
    client = asked[method]
    session = OAuth2Session(client['id'], client['secret'], scope=SCOPE, token_endpoint_auth_method=method)
    session.fetch_token(token_url, grant_type='client_credentials')
    works(method, session)

client = asked['private_key_jwt']
session = OAuth2Session(client['id'], client['privateKey'], scope=SCOPE, token_endpoint_auth_method='private_key_jwt')
session.register_client_auth_method(PrivateKeyJWT(token_url, headers={'kid': client['kid']}))
session.fetch_token(token_url, grant_type='client_credentials')
works('private_key_jwt', session)

for name, method in (('code', 'client_secret_basic'), ('public', 'none')):
    client = asked[name]
    session = OAuth2Session(client['id'], client.get('secret'), scope=SCOPE, redirect_uri=client['redirectUri'],
                            token_endpoint_auth_method=method, code_challenge_method='S256')
    verifier = uuid.uuid4().hex + uuid.uuid4().hex
    url, state = session.create_authorization_url(asked['authorization'], code_verifier=verifier)
    session.fetch_token(token_url, authorization_response=browse(url), state=state, code_verifier=verifier)
    works(name, session)
    first = session.token['refresh_token']
    session.refresh_token(token_url, refresh_token=first)
    seen[name + ' rotated'] = session.token['refresh_token'] != first
    works(name + ' refreshed', session)
    introspected = session.introspect_token(asked['introspection'], token=session.token['access_token']) if method != 'none' else None
    if introspected is not None:
        seen['introspection'] = introspected.json()['active']
        session.revoke_token(asked['revocation'], token=session.token['access_token'])
        works('revoked', session)

client = asked['jwt']
session = AssertionSession(token_url, client['id'], client['user'], asked['issuer'], grant_type=AssertionSession.JWT_BEARER_GRANT_TYPE,
                           claims={'scope': 'impersonation ' + SCOPE, 'jti': str(uuid.uuid4())}, key=client['privateKey'],
                           header={'alg': 'RS256', 'kid': client['kid']})
works('jwt', session)

for name in ('tls_client_auth', 'self_signed_tls_client_auth'):
    client = asked[name]
    shown = {'cert': (client['certificateFile'], client['keyFile']), 'verify': mtls['authorityFile']}
    session = OAuth2Session(client['id'], scope=SCOPE, token_endpoint_auth_method='none')
    session.fetch_token(mtls['token'], grant_type='client_credentials', **shown)
    works(name, session, mtls['api'], **shown)
    works(name + ' without its certificate', session, mtls['api'], verify=mtls['authorityFile'])

# The service of this test speaks plain HTTP on the loopback address; both drafts of metadata want https.
for name, url, kind in (('rfc8414', asked['metadata'], AuthorizationServerMetadata), ('openid', asked['openid'], OpenIDProviderMetadata)):
    text = requests.get(url).text.replace('http://', 'https://')
    try:
        kind(json.loads(text)).validate()
        seen['metadata ' + name] = True
    except ValueError as fault:
        seen['metadata ' + name] = str(fault)

print(json.dumps({'seen': seen}), flush=True)
