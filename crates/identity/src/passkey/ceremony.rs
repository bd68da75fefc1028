//! What is the same for everybody's passkeys: the two ceremonies, judged by webauthn-rs, and where their state waits.

use data_encoding::BASE64URL_NOPAD;
use httpkit::{App, Settings};
use kernel::PersonId;
use ring::digest::SHA256;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::{Host, Url};
use uuid::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{DiscoverableAuthentication, Passkey as Credential, PasskeyRegistration, PublicKeyCredential},
};

use crate::{
    Error,
    challenge::{self, Kind, Question},
    session::Digest,
};

/// Whose a passkey is to be.
pub(crate) struct Owner<'a> {
    /// What the passkey says about its owner when it signs in (Level 3, §5.4.3): nothing but an id.
    pub handle: Uuid,
    /// The account, as the device lists it.
    pub account: &'a str,
    /// What the device calls its owner.
    pub name: &'a str,
    /// The passkeys that are there already.
    pub known: Vec<Vec<u8>>,
}

/// A passkey that was just made.
pub(crate) struct Made {
    /// What it is found by.
    pub id: Vec<u8>,
    /// What verifies it.
    pub credential: Value,
}

/// What `navigator.credentials.create` takes as `publicKey`, and the state that judges the answer.
pub(crate) fn registration(app: &App, owner: Owner<'_>) -> Result<(Value, PasskeyRegistration), Error> {
    let site = webauthn(&app.settings)?;
    let started = site.start_passkey_registration(owner.handle, owner.account, owner.name, Some(owner.known));
    let (options, state) = started.map_err(mistake)?;
    let mut options = public_key(&options)?;
    // Without a name typed in first, only a key that the device itself can find signs in.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    Ok((options, state))
}

/// The passkey that a browser's answer brings.
pub(crate) fn registered(app: &App, answer: Value, state: &PasskeyRegistration) -> Result<Made, Error> {
    let answer = serde_json::from_value(answer).map_err(|_| Error::PasskeyRefused)?;
    let made = webauthn(&app.settings)?.finish_passkey_registration(&answer, state).map_err(refused)?;
    let id: &[u8] = made.cred_id().as_ref();
    Ok(Made { id: id.to_vec(), credential: to_value(&made)? })
}

/// What `navigator.credentials.get` takes as `publicKey`, and the state that judges the answer.
pub(crate) fn authentication(app: &App) -> Result<(Value, DiscoverableAuthentication), Error> {
    let (options, state) = webauthn(&app.settings)?.start_discoverable_authentication().map_err(mistake)?;
    Ok((public_key(&options)?, state))
}

/// An answer that says whose it is, and proves nothing yet.
pub(crate) struct Shown {
    answer: PublicKeyCredential,
    /// The owner's handle.
    pub owner: Uuid,
    /// What the passkey is found by.
    pub id: Vec<u8>,
}

impl Shown {
    /// Reads a browser's answer.
    pub(crate) fn read(app: &App, answer: Value) -> Result<Self, Error> {
        let answer: PublicKeyCredential =
            serde_json::from_value(answer).map_err(|_| Error::PasskeyRefused)?;
        let site = webauthn(&app.settings)?;
        let (owner, id) = site.identify_discoverable_authentication(&answer).map_err(refused)?;
        let id = id.to_vec();
        Ok(Self { answer, owner, id })
    }

    /// Whether it proves anything: right key, site, question and user verification, and a signature counter that has
    /// grown. Gives what has to be kept instead of `kept`.
    pub(crate) fn judge(
        &self,
        app: &App,
        state: DiscoverableAuthentication,
        kept: &Value,
    ) -> Result<Value, Error> {
        let mut credential: Credential = from_value(kept.clone())?;
        let site = webauthn(&app.settings)?;
        let result =
            site.finish_discoverable_authentication_v2(&self.answer, state, &credential).map_err(refused)?;
        credential.update_credential(&result);
        to_value(&credential)
    }
}

/// Keeps the state of a ceremony under its challenge.
pub(crate) async fn ask(
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
pub(crate) async fn answered<T: DeserializeOwned>(
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

/// Whether the site's address is one that passkeys can be bound to.
pub(crate) fn available(settings: &Settings) -> bool {
    webauthn(settings).is_ok()
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
