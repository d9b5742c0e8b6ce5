//! A provider on this machine, with a real key: it tells of itself, gives codes, and signs what it tells.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use madang_context::Clock as _;
use madang_testkit::TestKit;
use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(super) const CLIENT: &str = "madang";
pub(super) const SECRET: &str = "a secret of both";

/// What somebody at the provider has agreed to.
struct Grant {
    asked: HashMap<String, String>,
    claims: Value,
    forged: Option<Forgery>,
}

/// How a dishonest one signs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Forgery {
    /// With a key that the provider does not have.
    OtherKey,
    /// Not at all, and says so.
    NoKey,
    /// Rightly, but something else than it hands over.
    Changed,
}

struct Inner {
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    issuer: String,
    now: i64,
    grants: Mutex<HashMap<String, Grant>>,
}

#[derive(Clone)]
pub(super) struct Emulator(Arc<Inner>);

fn pair() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).expect("a key")
}

impl Emulator {
    /// Starts on a free port of this machine.
    pub(super) async fn start(kit: &TestKit) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let now = kit.clock.now().as_second();
        let (key, other) = (pair(), pair());
        let it = Self(Arc::new(Inner { key, other, issuer, now, grants: Mutex::default() }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(about))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(it.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        it
    }

    pub(super) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// What the browser was sent with; fails unless it was sent here with everything that belongs to it.
    fn asked(&self, location: &str) -> HashMap<String, String> {
        let query =
            location.strip_prefix(&format!("{}/authorize?", self.0.issuer)).expect("sent to the provider");
        let asked: HashMap<String, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(
            asked["nonce"].len() >= 20 && asked["state"].len() >= 20 && asked["scope"].contains("openid")
        );
        asked
    }

    /// Somebody agrees: where the browser is sent back to.
    pub(super) fn agree(&self, location: &str, claims: Value, forged: Option<Forgery>) -> String {
        let asked = self.asked(location);
        let mut grants = self.0.grants.lock().expect("nobody panicked");
        let code = format!("code-{}", grants.len());
        let back = asked["redirect_uri"].strip_prefix("http://127.0.0.1:8080").expect("back to this server");
        let back = format!("{back}?code={code}&state={}", asked["state"]);
        grants.insert(code, Grant { asked, claims, forged });
        back
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let digits = [bytes.next().expect("a digit"), bytes.next().expect("a digit")];
                let digits = std::str::from_utf8(&digits).expect("digits");
                out.push(u8::from_str_radix(digits, 16).expect("a number"));
            }
            byte => out.push(byte),
        }
    }
    String::from_utf8(out).expect("text")
}

async fn about(State(it): State<Emulator>) -> Json<Value> {
    let issuer = &it.0.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn keys(State(it): State<Emulator>) -> Json<Value> {
    let point = it.0.key.public_key().as_ref();
    let (x, y) = (BASE64URL_NOPAD.encode(&point[1..33]), BASE64URL_NOPAD.encode(&point[33..]));
    Json(
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": x, "y": y }] }),
    )
}

async fn token(
    State(it): State<Emulator>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Json<Value>, (StatusCode, Json<Value>)> {
    let refuse = |why: &str| Err((StatusCode::BAD_REQUEST, Json(json!({ "error": why }))));
    let basic = format!("Basic {}", BASE64.encode(format!("{CLIENT}:a+secret+of+both").as_bytes()));
    let other = format!("Basic {}", BASE64.encode(format!("{CLIENT}:a%20secret%20of%20both").as_bytes()));
    let told = headers.get("authorization").and_then(|told| told.to_str().ok()).unwrap_or_default();
    if told != basic && told != other {
        return refuse("invalid_client");
    }
    // Each code once.
    let grant = it.0.grants.lock().expect("nobody panicked").remove(&form["code"]);
    let Some(Grant { asked, claims, forged }) = grant else { return refuse("invalid_grant") };
    let verifier = digest::digest(&digest::SHA256, form["code_verifier"].as_bytes());
    if BASE64URL_NOPAD.encode(verifier.as_ref()) != asked["code_challenge"]
        || form["redirect_uri"] != asked["redirect_uri"]
    {
        return refuse("invalid_grant");
    }
    let mut all = json!({ "iss": it.0.issuer, "aud": CLIENT, "nonce": asked["nonce"], "iat": it.0.now, "exp": it.0.now + 300 });
    for (name, value) in claims.as_object().expect("claims") {
        all[name] = value.clone();
    }
    let token = signed(&it, &all, forged);
    Ok(Json(json!({ "access_token": "x", "token_type": "Bearer", "id_token": token })))
}

fn signed(it: &Emulator, claims: &Value, forged: Option<Forgery>) -> String {
    let alg = if matches!(forged, Some(Forgery::NoKey)) { "none" } else { "ES256" };
    let head = BASE64URL_NOPAD.encode(json!({ "alg": alg, "kid": "one" }).to_string().as_bytes());
    let text = format!("{head}.{}", BASE64URL_NOPAD.encode(claims.to_string().as_bytes()));
    let sign = |key: &EcdsaKeyPair, text: &str| {
        let signature = key.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature");
        BASE64URL_NOPAD.encode(signature.as_ref())
    };
    match forged {
        None => format!("{text}.{}", sign(&it.0.key, &text)),
        Some(Forgery::OtherKey) => format!("{text}.{}", sign(&it.0.other, &text)),
        Some(Forgery::NoKey) => format!("{text}."),
        Some(Forgery::Changed) => {
            let mut changed = claims.clone();
            changed["email"] = "root@example.org".into();
            let other = format!("{head}.{}", BASE64URL_NOPAD.encode(changed.to_string().as_bytes()));
            format!("{other}.{}", sign(&it.0.key, &text))
        }
    }
}
