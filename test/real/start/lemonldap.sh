#!/usr/bin/env bash
# LemonLDAP::NG (Debian) as OpenID provider, its configuration in the working folder. Issuer http://localhost:$PORT/ with the slash,
# person rtyler / rtyler. Clients: countersign, special (a secret in which everything has to be encoded, but no colon), proof (PKCE demanded).
set -euo pipefail
cd "${WORK:?}"
[ -f /var/lib/lemonldap-ng/conf/lmConf-1.json ] && command -v plackup > /dev/null ||
  { echo "LemonLDAP::NG is not installed: apt-get install --no-install-recommends lemonldap-ng starman libemail-sender-perl libmime-tools-perl libcrypt-openssl-rsa-perl libcrypt-openssl-x509-perl libconvert-pem-perl libgd-securityimage-perl libimage-magick-perl libstring-random-perl libhttp-browserdetect-perl libio-string-perl libjson-xs-perl libclone-perl" >&2; exit 69; }
[ "${1:-}" != install ] || exit 0
rm -rf conf sessions psessions cache notif
mkdir -p conf sessions/lock psessions/lock cache notif
openssl genrsa -out key.pem 2048 2> /dev/null
openssl rsa -in key.pem -traditional -out private.pem 2> /dev/null
openssl rsa -in key.pem -pubout -out public.pem 2> /dev/null
python3 - <<'PY'
import json, os

here, port = os.getcwd(), os.environ['PORT']
conf = json.load(open('/var/lib/lemonldap-ng/conf/lmConf-1.json'))
conf.update(
    cfgNum=1, portal=f'http://localhost:{port}/', domain='localhost', securedCookie=0, issuerDBOpenIDConnectActivation=1,
    oidcServicePrivateKeySig=open('private.pem').read(), oidcServicePublicKeySig=open('public.pem').read(), oidcServiceKeyIdSig='key-1',
    # _whatToTrace has to stay among the macros: without it the token endpoint answers 500.
    macros={**conf.get('macros', {}), 'gn': '(split / /, $cn)[0]', 'sn': '(split / /, $cn)[-1]'},
    globalStorageOptions={'Directory': f'{here}/sessions', 'LockDirectory': f'{here}/sessions/lock', 'generateModule': 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256'},
    persistentStorageOptions={'Directory': f'{here}/psessions', 'LockDirectory': f'{here}/psessions/lock'},
    localSessionStorageOptions={'cache_depth': 3, 'cache_root': f'{here}/cache', 'default_expires_in': 600, 'directory_umask': '007', 'namespace': 'lemonldap-ng-sessions'},
    notificationStorageOptions={'dirName': f'{here}/notif'},
)
clients = {'countersign': 'real-secret', 'special': 'se%41c+r tx/&=', 'proof': 'real-secret'}
conf['oidcRPMetaDataOptions'] = {
    name: {
        'oidcRPMetaDataOptionsClientID': name, 'oidcRPMetaDataOptionsClientSecret': secret,
        # The form for it proposes HS512; without any the token endpoint answers 500.
        'oidcRPMetaDataOptionsIDTokenSignAlg': 'RS256',
        'oidcRPMetaDataOptionsRedirectUris': os.environ['REDIRECT_URIS'].replace(',', ' '),
        'oidcRPMetaDataOptionsBypassConsent': 0, 'oidcRPMetaDataOptionsRequirePKCE': 1 if name == 'proof' else 0,
    }
    for name, secret in clients.items()
}
conf['oidcRPMetaDataExportedVars'] = {name: {'email': 'mail', 'name': 'cn', 'family_name': 'sn', 'given_name': 'gn', 'preferred_username': 'uid'} for name in clients}
json.dump(conf, open('conf/lmConf-1.json', 'w'), indent=1)
PY
sed -e "s#/var/lib/lemonldap-ng/conf#$PWD/conf#; s#/var/lib/lemonldap-ng/cache#$PWD/cache#" /etc/lemonldap-ng/lemonldap-ng.ini > lemonldap-ng.ini
cat > app.psgi <<PERL
use Plack::Builder;
use Plack::App::File;
use Lemonldap::NG::Portal::Main;
my \$portal = Lemonldap::NG::Portal::Main->run({ configStorage => { confFile => '$PWD/lemonldap-ng.ini' } });
builder {
  mount '/static' => Plack::App::File->new(root => '/usr/share/lemonldap-ng/portal/htdocs/static')->to_app;
  mount '/' => \$portal;
};
PERL
exec plackup -E deployment -s Starman --workers 4 -o 127.0.0.1 -p "${PORT:?}" app.psgi
