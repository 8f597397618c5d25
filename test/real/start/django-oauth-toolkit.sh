#!/usr/bin/env bash
# django-oauth-toolkit (PyPI) with OpenID Connect on, in a Django project of one file. Issuer http://localhost:$PORT/o, person john / password.
# Clients: countersign, special (a secret in which everything has to be encoded).
set -euo pipefail
cd "${WORK:?}"
[ -d venv/lib ] && venv/bin/python -c 'import oauth2_provider' 2> /dev/null || { python3 -m venv venv && timeout 400 venv/bin/pip -q install django-oauth-toolkit==3.4.1; } ||
  { echo "django-oauth-toolkit 3.4.1 could not be installed from PyPI: it needs Python 3.10 or later with venv" >&2; exit 69; }
[ "${1:-}" != install ] || exit 0
rm -f db.sqlite3
cat > project.py <<'PY'
import os
import sys

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
apps = ["admin", "auth", "contenttypes", "sessions", "messages", "staticfiles"]
settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF="project",
    USE_TZ=True,
    LOGIN_URL="/login/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}},
    INSTALLED_APPS=[f"django.contrib.{app}" for app in apps] + ["oauth2_provider"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": key.decode(),
        "SCOPES": {"openid": "OpenID", "profile": "Profile", "email": "E-mail"},
        "OAUTH2_VALIDATOR_CLASS": "project.Validator",
    },
)
sys.modules["project"] = sys.modules[__name__]
django.setup()

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.views import LoginView
from django.core.management import call_command
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator


class Validator(OAuth2Validator):
    # As its documentation shows it: without this no claim but sub is released.
    def get_additional_claims(self, request):
        user = request.user
        return {"given_name": user.first_name, "family_name": user.last_name, "name": user.get_full_name(), "email": user.email}


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("login/", LoginView.as_view(template_name="admin/login.html")),
    path("admin/", admin.site.urls),
]

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    john = get_user_model().objects.create_superuser("john", "john@example.com", "password", first_name="John", last_name="Doe")
    from oauth2_provider.models import Application

    for client_id, secret in [("countersign", "real-secret"), ("special", "se%41c+r t:x/&=")]:
        Application.objects.create(
            client_id=client_id, client_secret=secret, name=client_id, client_type="confidential", user=john,
            authorization_grant_type="authorization-code", redirect_uris=os.environ["REDIRECT_URIS"].replace(",", " "), algorithm="RS256",
        )
    call_command("runserver", f"127.0.0.1:{os.environ['PORT']}", use_reloader=False, insecure_serving=True)
PY
exec venv/bin/python project.py
