#!/usr/bin/env bash
# RFC 7517 (section 5) has readers of a key set ignore keys of a type that they do not know. The JwkSet of Rust's jsonwebtoken is refused as a whole when one key
# in it has such a type or curve: a key for encryption (X25519), of secp256k1, or of ML-DSA, which providers begin to publish beside the key that signs. A key for
# signatures with the name of RFC 9864 (Ed25519) is taken, and a token that names that algorithm is refused by its header.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "seen"
version = "0.0.0"
edition = "2021"
[dependencies]
jsonwebtoken = { version = "=10.4.0", default-features = false, features = ["rust_crypto"] }
serde_json = "=1.0.154"
TOML
cat > src/main.rs <<'RUST'
use jsonwebtoken::{decode_header, jwk::JwkSet};

fn main() {
    let signs = r#"{"kty":"EC","kid":"signs","use":"sig","alg":"ES256","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;
    for (what, other) in [
        ("Ed25519", r#"{"kty":"OKP","kid":"b","use":"sig","alg":"Ed25519","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#),
        ("X25519", r#"{"kty":"OKP","kid":"b","use":"enc","alg":"ECDH-ES","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}"#),
        ("secp256k1", r#"{"kty":"EC","kid":"b","use":"sig","alg":"ES256K","crv":"secp256k1","x":"WKn-ZIGevcwGIyyrzFoZNBdaq9_TsqzGl96oc0CWuis","y":"y77t-RvAHRKTsSGdIYUfweuOvwrvDD-Q3Hv5J0fSKbE"}"#),
        ("a type of later", r#"{"kty":"AKP","kid":"b","use":"sig","alg":"ML-DSA-44","pub":"AAAA"}"#),
    ] {
        let set = format!(r#"{{"keys":[{signs},{other}]}}"#);
        let seen = match serde_json::from_str::<JwkSet>(&set) {
            Ok(set) => format!("{} keys", set.keys.len()),
            Err(_) => "no set".to_string(),
        };
        println!("P-256 and {what}: {seen}");
    }
    // {"alg":"EdDSA","kid":"b"} and {"alg":"Ed25519","kid":"b"}, each with {} and a signature of zeros.
    for (algorithm, header) in [("EdDSA", "eyJhbGciOiJFZERTQSIsImtpZCI6ImIifQ"), ("Ed25519", "eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoiYiJ9")] {
        let seen = if decode_header(format!("{header}.e30.AAAA")).is_ok() { "read" } else { "refused" };
        println!("header with {algorithm}: {seen}");
    }
}
RUST
cargo build --quiet
echo "jsonwebtoken 10.4.0, $(cargo --version)"
target/debug/seen | tee seen.txt
diff seen.txt - <<'SEEN'
P-256 and Ed25519: 2 keys
P-256 and X25519: no set
P-256 and secp256k1: no set
P-256 and a type of later: no set
header with EdDSA: read
header with Ed25519: refused
SEEN
