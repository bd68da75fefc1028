//! Passkeys (Web Authentication, Level 3): discoverable, with user verification, so that one is both factors at once.
//! The ceremonies are webauthn-rs's; here is where their state lives and what they may be bound to (docs/adr/0010).

pub mod http;
pub(crate) mod store;

use data_encoding::BASE64URL_NOPAD;
use httpkit::{App, Origin, Settings};
use kernel::{Instant, PasskeyId, PersonId};
use ring::digest::SHA256;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::{Host, Url};
use utoipa::ToSchema;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{DiscoverableAuthentication, Passkey as Credential, PasskeyRegistration},
};

use crate::{
    Error,
    challenge::{self, Kind, Question},
    directory::Memory,
    log::{self, Refused},
    person, recovery_code, second_factor,
    session::Digest,
};

/// A passkey as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Passkey {
    /// The passkey.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Instant,
    /// When it last signed in; null if it never did.
    pub last_used_at: Option<Instant>,
}

/// A passkey with what is needed to verify it.
#[derive(Debug)]
pub(crate) struct Stored {
    pub id: PasskeyId,
    pub person: PersonId,
    pub credential: Value,
}

/// Starts adding a passkey: what `navigator.credentials.create` takes as `publicKey`.
pub async fn begin_registration(app: &App, person: PersonId) -> Result<Value, Error> {
    let (site, who) = (webauthn(&app.settings)?, person::get(&app.db, person).await?);
    let known = store::credential_ids(app.db.pool(), person).await?;
    let started = site.start_passkey_registration(person.uuid(), &who.email, &who.name, Some(known));
    let (options, state) = started.map_err(mistake)?;
    let mut options = public_key(&options)?;
    // Without a name typed in first, only a key that the device itself can find signs in.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    ask(app, &options, Kind::PasskeyRegistration, Some(person), &state).await?;
    Ok(options)
}

/// Finishes adding a passkey with the browser's answer.
pub async fn finish_registration(
    app: &App,
    person: PersonId,
    name: &str,
    answer: Value,
    origin: &Origin,
) -> Result<Passkey, Error> {
    let (asked, state) = answered::<PasskeyRegistration>(app, &answer, Kind::PasskeyRegistration).await?;
    if asked != Some(person) {
        return Err(Error::PasskeyRefused);
    }
    let answer = serde_json::from_value(answer).map_err(|_| Error::PasskeyRefused)?;
    let credential =
        webauthn(&app.settings)?.finish_passkey_registration(&answer, &state).map_err(refused)?;
    let now = app.now();
    let passkey = Passkey {
        id: PasskeyId::new(now, &app.chance),
        name: name.trim().to_owned(),
        created_at: now,
        last_used_at: None,
    };
    let id = credential.cred_id().as_ref();
    let mut tx = app.db.pool().begin().await?;
    store::insert(&mut tx, person, &passkey, id, &to_value(&credential)?).await?;
    log::record(&mut tx, &app.chance, now, person, "passkey.added", origin).await?;
    tx.commit().await?;
    Memory::forget_factors(&app.db, person).await;
    Ok(passkey)
}

/// Starts a sign-in with whatever passkey the device finds: what `navigator.credentials.get` takes as `publicKey`.
pub async fn begin_authentication(app: &App) -> Result<Value, Error> {
    let (options, state) = webauthn(&app.settings)?.start_discoverable_authentication().map_err(mistake)?;
    let options = public_key(&options)?;
    ask(app, &options, Kind::PasskeySignIn, None, &state).await?;
    Ok(options)
}

/// Whose passkey gave this answer, if it proves anything: right key, site, question and user verification, and a
/// signature counter that has grown.
pub async fn authenticate(app: &App, answer: Value, origin: &Origin) -> Result<PersonId, Error> {
    let mut whose = None;
    let judged = judge(app, answer, &mut whose).await;
    if let Err(Error::PasskeyRefused) = &judged {
        log::refused(app, whose, Refused::Passkey, origin);
    }
    judged
}

/// `whose` becomes the owner of the passkey as soon as it is known, whatever the answer proves.
async fn judge(app: &App, answer: Value, whose: &mut Option<PersonId>) -> Result<PersonId, Error> {
    let (_, state) = answered::<DiscoverableAuthentication>(app, &answer, Kind::PasskeySignIn).await?;
    let answer = serde_json::from_value(answer).map_err(|_| Error::PasskeyRefused)?;
    let site = webauthn(&app.settings)?;
    let (owner, id) = site.identify_discoverable_authentication(&answer).map_err(refused)?;
    let stored = store::by_credential(app.db.pool(), id).await?;
    let stored = stored.filter(|stored| stored.person.uuid() == owner).ok_or(Error::PasskeyRefused)?;
    *whose = Some(stored.person);
    let mut credential: Credential = from_value(stored.credential.clone())?;
    let result = site.finish_discoverable_authentication_v2(&answer, state, &credential).map_err(refused)?;
    credential.update_credential(&result);
    // The counter may have grown by another answer meanwhile: then this one is a copy's.
    if !store::used(app.db.pool(), &stored, &to_value(&credential)?, app.now()).await? {
        return Err(Error::PasskeyRefused);
    }
    Ok(stored.person)
}

/// Somebody's passkeys, oldest first.
pub async fn list(app: &App, person: PersonId) -> Result<Vec<Passkey>, Error> {
    Ok(store::list(app.db.pool(), person).await?)
}

/// Calls a passkey something else.
pub async fn rename(app: &App, person: PersonId, id: PasskeyId, name: &str) -> Result<Passkey, Error> {
    store::rename(app.db.pool(), person, id, name.trim()).await?.ok_or(Error::NotFound("passkey"))
}

/// Takes a passkey away, unless nobody could sign in any more.
pub async fn remove(app: &App, person: PersonId, id: PasskeyId, origin: &Origin) -> Result<(), Error> {
    let mut tx = app.db.pool().begin().await?;
    person::store::lock(&mut tx, person).await?;
    if !store::delete(&mut tx, person, id).await? {
        return Err(Error::NotFound("passkey"));
    }
    let left = second_factor::store::factors(&mut *tx, person).await?;
    if !left.is_some_and(|left| left.password || left.passkeys > 0) {
        return Err(Error::LastWayIn);
    }
    recovery_code::drop_if_useless(&mut tx, person).await?;
    log::record(&mut tx, &app.chance, app.now(), person, "passkey.removed", origin).await?;
    tx.commit().await?;
    Memory::forget_factors(&app.db, person).await;
    Ok(())
}

/// The relying party: the site's own domain and nothing else. A site reached by a loopback address is `localhost`, which
/// browsers treat as safe; other bare addresses can't have passkeys (Level 3, §5.1.3 step 8).
fn webauthn(settings: &Settings) -> Result<Webauthn, Error> {
    let mut origin = Url::parse(&settings.public_url).map_err(|_| Error::PasskeysUnavailable)?;
    let loopback = match origin.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        _ => false,
    };
    if loopback {
        origin.set_host(Some("localhost")).map_err(|_| Error::PasskeysUnavailable)?;
    }
    let domain = origin.domain().ok_or(Error::PasskeysUnavailable)?.to_owned();
    let builder = WebauthnBuilder::new(&domain, &origin).map_err(|_| Error::PasskeysUnavailable)?;
    builder.rp_name(&domain).build().map_err(mistake)
}

/// Keeps the state of a ceremony under its challenge.
async fn ask(
    app: &App,
    options: &Value,
    kind: Kind,
    person: Option<PersonId>,
    state: &impl Serialize,
) -> Result<(), Error> {
    let challenge = options["challenge"].as_str().unwrap_or_default();
    let digest = digest(challenge).ok_or_else(|| Error::Factor("a challenge is not base64url".to_owned()))?;
    let question = Question { digest, kind, person, state: Some(to_value(state)?) };
    Ok(challenge::ask(&app.db, question, app.now()).await?)
}

/// The state of the ceremony that a browser's answer is for. It is taken away: each is answered once.
async fn answered<T: DeserializeOwned>(
    app: &App,
    answer: &Value,
    kind: Kind,
) -> Result<(Option<PersonId>, T), Error> {
    let client_data = answer["response"]["clientDataJSON"].as_str().unwrap_or_default();
    let digest = challenge_of(client_data).as_deref().and_then(digest).ok_or(Error::PasskeyRefused)?;
    let taken = challenge::take(&app.db, &digest, kind, app.now()).await?;
    let (person, state) = taken.ok_or(Error::PasskeyRefused)?;
    Ok((person, from_value(state.unwrap_or_default())?))
}

/// The challenge inside the client data (Level 3, §5.8.1). Whether it was signed is judged later.
fn challenge_of(client_data: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct ClientData {
        challenge: String,
    }
    let bytes = BASE64URL_NOPAD.decode(client_data.trim_end_matches('=').as_bytes()).ok()?;
    serde_json::from_slice::<ClientData>(&bytes).ok().map(|data| data.challenge)
}

fn digest(challenge: &str) -> Option<Digest> {
    let bytes = BASE64URL_NOPAD.decode(challenge.trim_end_matches('=').as_bytes()).ok()?;
    ring::digest::digest(&SHA256, &bytes).as_ref().try_into().ok()
}

fn public_key(options: &impl Serialize) -> Result<Value, Error> {
    Ok(to_value(options)?["publicKey"].take())
}

fn to_value(thing: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(thing).map_err(mistake)
}

fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(mistake)
}

fn mistake(error: impl std::fmt::Display) -> Error {
    Error::Factor(error.to_string())
}

/// Why exactly is for the log of whoever looks for it; outside it would only help to try further.
fn refused(error: impl std::fmt::Display) -> Error {
    tracing::debug!(%error, "a passkey was refused");
    Error::PasskeyRefused
}
