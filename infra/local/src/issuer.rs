//! The embedded OIDC issuer: discovery, keys, and a page on which a persona is picked
//! instead of a password typed. Exists in the local host only.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use runtime::Fault;
use serde_json::{Map, Value, json};

use crate::personas::{Persona, subject};

/// How long a token is valid, in seconds: one working day.
const TOKEN_LIFE_S: i64 = 10 * 60 * 60;
/// How long a sign-in may take between page and token, in milliseconds.
const CODE_LIFE_MS: i64 = 5 * 60 * 1000;
/// Most sign-ins under way; older ones start again.
const CODES_MAX: usize = 1_000;
/// Name of the one key.
const KEY_ID: &str = "local";
/// Who the tokens are for.
pub const AUDIENCE: &str = "entrepot";
/// The console, as OIDC client.
pub const CLIENT_ID: &str = "entrepot-console";

struct Pending {
    persona: Persona,
    redirect_uri: String,
    challenge: String,
    nonce: String,
    expires_ms: i64,
}

struct Inner {
    url: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
    modulus: String,
    exponent: String,
    codes: Mutex<HashMap<String, Pending>>,
}

/// The issuer. Cheap to clone.
#[derive(Clone)]
pub struct Issuer {
    inner: Arc<Inner>,
}

/// What `/issuer/authorize` was asked for.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Authorize {
    /// Must be `code`.
    pub response_type: String,
    /// Must be [`CLIENT_ID`].
    pub client_id: String,
    /// Where to return to; only this host's console.
    pub redirect_uri: String,
    /// Given back as it came.
    #[serde(default)]
    pub state: String,
    /// PKCE challenge.
    pub code_challenge: String,
    /// Must be `S256`.
    pub code_challenge_method: String,
    /// Comes back inside the id token.
    #[serde(default)]
    pub nonce: String,
}

fn broken<E: std::fmt::Display>(what: &'static str) -> impl Fn(E) -> Fault {
    move |error| Fault::lasting(what).because(error.to_string())
}

impl Issuer {
    /// The issuer at a URL; its key is kept in `key_file` so that sessions survive a restart,
    /// or made anew where there is none.
    ///
    /// # Errors
    /// When the key cannot be made, read or kept.
    pub fn open(url: &str, key_file: Option<&Path>) -> Result<Self, Fault> {
        let kept = key_file.filter(|file| file.exists()).map(std::fs::read_to_string).transpose();
        let kept = kept.map_err(broken("read the issuer's key"))?;
        let pem = match kept {
            Some(pem) => pem,
            None => {
                let pem = fresh_key()?;
                if let Some(file) = key_file {
                    keep(file, &pem)?;
                }
                pem
            }
        };
        let der: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let der = STANDARD.decode(der).map_err(broken("read the issuer's key"))?;
        let pair = KeyPair::from_pkcs8(&der).map_err(broken("read the issuer's key"))?;
        let public = pair.public_key();
        let modulus = public.modulus().big_endian_without_leading_zero().to_vec();
        let exponent = public.exponent().big_endian_without_leading_zero().to_vec();
        let inner = Inner {
            url: url.to_owned(),
            encoding: EncodingKey::from_rsa_pem(pem.as_bytes()).map_err(broken("use the issuer's key"))?,
            decoding: DecodingKey::from_rsa_raw_components(&modulus, &exponent),
            modulus: URL_SAFE_NO_PAD.encode(modulus),
            exponent: URL_SAFE_NO_PAD.encode(exponent),
            codes: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Its URL: the `iss` of its tokens.
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// `/.well-known/openid-configuration`.
    pub fn discovery(&self) -> Value {
        let url = &self.inner.url;
        json!({
            "issuer": url,
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/jwks.json"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        })
    }

    /// The public key as a JSON Web Key Set.
    pub fn keys(&self) -> Value {
        json!({ "keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID, "n": self.inner.modulus, "e": self.inner.exponent,
        }] })
    }

    /// An access token of a persona.
    ///
    /// # Errors
    /// When signing fails.
    pub fn token(&self, persona: &Persona, nonce: &str, now_ms: i64) -> Result<String, Fault> {
        let issued = now_ms / 1000;
        let claims = json!({
            "iss": self.inner.url,
            "aud": AUDIENCE,
            "client_id": CLIENT_ID,
            "token_use": "access",
            "sub": subject(persona.persona, persona.tenant.as_str()),
            "name": persona.name,
            "tenant": persona.tenant,
            "roles": persona.roles,
            "zoneinfo": persona.zone,
            "currency": persona.currency,
            "nonce": nonce,
            "iat": issued,
            "nbf": issued,
            "exp": issued.saturating_add(TOKEN_LIFE_S),
        });
        let header = Header { kid: Some(KEY_ID.to_owned()), ..Header::new(Algorithm::RS256) };
        jsonwebtoken::encode(&header, &claims, &self.inner.encoding).map_err(broken("sign a token"))
    }

    /// The answer of the token endpoint.
    ///
    /// # Errors
    /// When signing fails.
    pub fn tokens(&self, persona: &Persona, nonce: &str, now_ms: i64) -> Result<Value, Fault> {
        let token = self.token(persona, nonce, now_ms)?;
        Ok(json!({ "access_token": token, "id_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE_S }))
    }

    /// The claims of a token of this issuer, if its signature, audience and times hold.
    pub fn verify(&self, token: &str) -> Option<Map<String, Value>> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.inner.url]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.validate_nbf = true;
        let decoded = jsonwebtoken::decode::<Map<String, Value>>(token, &self.inner.decoding, &validation).ok()?;
        Some(decoded.claims)
    }

    /// Remembers who was picked and returns the code that buys the token.
    pub fn picked(&self, persona: Persona, request: &Authorize, code: String, now_ms: i64) -> String {
        let mut codes = self.inner.codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|_, pending| pending.expires_ms > now_ms);
        if codes.len() >= CODES_MAX {
            codes.clear();
        }
        let pending = Pending {
            persona,
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.code_challenge.clone(),
            nonce: request.nonce.clone(),
            expires_ms: now_ms.saturating_add(CODE_LIFE_MS),
        };
        codes.insert(code.clone(), pending);
        code
    }

    /// Buys the token with a code, once.
    ///
    /// # Errors
    /// When signing fails. `None` when code, verifier or redirect do not fit.
    pub fn redeem(&self, code: &str, verifier: &str, redirect_uri: &str, now_ms: i64) -> Result<Option<Value>, Fault> {
        let pending = self.inner.codes.lock().unwrap_or_else(PoisonError::into_inner).remove(code);
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes());
        let challenge = URL_SAFE_NO_PAD.encode(digest.as_ref());
        let fits =
            |pending: &Pending| pending.expires_ms > now_ms && pending.redirect_uri == redirect_uri && pending.challenge == challenge;
        pending.filter(fits).map(|pending| self.tokens(&pending.persona, &pending.nonce, now_ms)).transpose()
    }
}

fn fresh_key() -> Result<String, Fault> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(broken("make the issuer's key"))?;
    let der = pair.as_der().map_err(broken("make the issuer's key"))?;
    let text = STANDARD.encode(der.as_ref());
    let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    Ok(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n")))
}

/// Readable by the owner only.
fn keep(file: &Path, pem: &str) -> Result<(), Fault> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file).map_err(broken("keep the issuer's key"))?;
    opened.write_all(pem.as_bytes()).map_err(broken("keep the issuer's key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::personas;

    const NOW_S: i64 = 1_795_000_000;

    #[test]
    fn a_token_of_another_issuer_or_algorithm_is_refused() {
        let ours = Issuer::open("http://localhost/issuer", None).unwrap();
        let theirs = Issuer::open("http://localhost/issuer", None).unwrap();
        let persona = personas::find(personas::UKRAINIAN, "manager").unwrap();
        // A token that is valid today, whatever day the test runs on.
        let now_ms = chrono::Utc::now().timestamp_millis();
        let token = ours.token(&persona, "", now_ms).unwrap();
        assert_eq!(ours.verify(&token).unwrap()["tenant"], personas::UKRAINIAN);
        assert!(theirs.verify(&token).is_none());
        let unsigned = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), token.split('.').nth(1).unwrap());
        assert!(ours.verify(&unsigned).is_none());
        let old = ours.token(&persona, "", (NOW_S - 900_000_000) * 1000).unwrap();
        assert!(ours.verify(&old).is_none());
    }

    #[test]
    fn a_token_for_another_audience_is_refused() {
        let issuer = Issuer::open("http://localhost/issuer", None).unwrap();
        let persona = personas::find(personas::UKRAINIAN, "manager").unwrap();
        let token = issuer.token(&persona, "", chrono::Utc::now().timestamp_millis()).unwrap();
        let claims = issuer.verify(&token).unwrap();
        let signed_for = |audience: Option<Value>| {
            let mut claims = claims.clone();
            claims.remove("aud");
            claims.extend(audience.map(|audience| ("aud".to_owned(), audience)));
            jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, &issuer.inner.encoding).unwrap()
        };
        assert!(issuer.verify(&signed_for(Some(json!(AUDIENCE)))).is_some());
        for audience in [Some(json!("another-service")), Some(json!(CLIENT_ID)), Some(json!(["another-service"])), Some(json!("")), None] {
            assert!(issuer.verify(&signed_for(audience.clone())).is_none(), "{audience:?}");
        }
    }

    #[test]
    fn a_code_buys_one_token_for_whoever_asked() {
        let issuer = Issuer::open("http://localhost/issuer", None).unwrap();
        let persona = personas::find(personas::UKRAINIAN, "manager").unwrap();
        let verifier = "a-verifier-of-some-length";
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes());
        let request = Authorize {
            response_type: "code".to_owned(),
            client_id: CLIENT_ID.to_owned(),
            redirect_uri: "http://localhost/console/callback".to_owned(),
            state: String::new(),
            code_challenge: URL_SAFE_NO_PAD.encode(digest.as_ref()),
            code_challenge_method: "S256".to_owned(),
            nonce: "n".to_owned(),
        };
        let pick = |code: &str| issuer.picked(persona.clone(), &request, code.to_owned(), 0);
        assert!(issuer.redeem(&pick("a"), "another", &request.redirect_uri, 1).unwrap().is_none());
        assert!(issuer.redeem(&pick("b"), verifier, "http://elsewhere/", 1).unwrap().is_none());
        assert!(issuer.redeem(&pick("c"), verifier, &request.redirect_uri, CODE_LIFE_MS + 1).unwrap().is_none());
        let code = pick("d");
        assert!(issuer.redeem(&code, verifier, &request.redirect_uri, 1).unwrap().is_some());
        assert!(issuer.redeem(&code, verifier, &request.redirect_uri, 1).unwrap().is_none());
    }
}
