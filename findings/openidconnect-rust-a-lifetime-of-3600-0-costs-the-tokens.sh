#!/usr/bin/env bash
# JSON knows one kind of number: 3600 and 3600.0 are the same, and a server may write either. Rust's openidconnect takes such a
# number for every moment in an ID token (exp, iat, auth_time, updated_at) and refuses it as expires_in: the whole answer of the token endpoint is lost. The
# metadata of a provider lose every algorithm that the crate does not know, without a word: of EdDSA and Ed25519 (RFC 9864) one stays.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "seen"
version = "0.0.0"
edition = "2021"
[dependencies]
openidconnect = { version = "=4.0.1", default-features = false }
serde_json = "=1.0.154"
TOML
cat > src/main.rs <<'RUST'
use openidconnect::core::{CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse};

fn main() {
    for number in ["3600", "3600.0", "3.6e3"] {
        let answer = format!(r#"{{"access_token":"a","token_type":"Bearer","expires_in":{number}}}"#);
        let seen = if serde_json::from_str::<CoreTokenResponse>(&answer).is_ok() { "tokens" } else { "no tokens" };
        println!("expires_in {number}: {seen}");
    }
    let claims = r#"{"iss":"https://idp.example","aud":"sign","sub":"1","exp":1900000000.0,"iat":1800000000.5,"auth_time":1.8e9,"updated_at":1800000000.25}"#;
    println!("moments with a fraction: {}", if serde_json::from_str::<CoreIdTokenClaims>(claims).is_ok() { "claims" } else { "no claims" });
    let metadata = r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","jwks_uri":"https://idp.example/jwks",
        "response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256","EdDSA","Ed25519"]}"#;
    let known = serde_json::from_str::<CoreProviderMetadata>(metadata).unwrap();
    println!("of RS256, EdDSA and Ed25519: {:?}", known.id_token_signing_alg_values_supported());
}
RUST
cargo build --quiet
echo "openidconnect 4.0.1, $(cargo --version)"
target/debug/seen | tee seen.txt
diff seen.txt - <<'SEEN'
expires_in 3600: tokens
expires_in 3600.0: no tokens
expires_in 3.6e3: no tokens
moments with a fraction: claims
of RS256, EdDSA and Ed25519: [RsaSsaPkcs1V15Sha256, EdDsa]
SEEN
