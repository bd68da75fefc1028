//! Typed ids: UUIDv7 in PostgreSQL, `prefix_` + Crockford base 32 on the wire.

use std::{fmt, str::FromStr};

use data_encoding::{Encoding, Specification};
use std::sync::LazyLock;
use uuid::Uuid;

/// Crockford's base 32 in lower case, reading upper case and the look-alikes too.
static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.translate.from.push_str("ABCDEFGHJKMNPQRSTVWXYZOoIiLl");
    spec.translate.to.push_str("abcdefghjkmnpqrstvwxyz001111");
    spec.encoding().unwrap_or(data_encoding::BASE32_NOPAD)
});

/// The text is not an id of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0} id")]
pub struct InvalidId(&'static str);

fn write(prefix: &str, uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{prefix}_{}", CROCKFORD.encode(uuid.as_bytes()))
}

fn read(prefix: &str, text: &str) -> Option<Uuid> {
    let digits = text.strip_prefix(prefix)?.strip_prefix('_')?;
    Uuid::from_slice(&CROCKFORD.decode(digits.as_bytes()).ok()?).ok()
}

/// An id whatever it names, as it was read from the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnyId(Uuid);

impl AnyId {
    /// The bare UUID, as PostgreSQL stores it.
    pub fn uuid(self) -> Uuid {
        self.0
    }

    /// `uuid` with `prefix` as it stands on the wire.
    pub fn on_the_wire(prefix: &str, uuid: Uuid) -> String {
        format!("{prefix}_{}", CROCKFORD.encode(uuid.as_bytes()))
    }
}

impl FromStr for AnyId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (prefix, _) = text.rsplit_once('_').ok_or(InvalidId("known"))?;
        read(prefix, text).map(Self).ok_or(InvalidId("known"))
    }
}

impl<'de> serde::Deserialize<'de> for AnyId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// What the id starts with on the wire, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new id that sorts after those made earlier.
            pub fn new(now: crate::Instant, chance: &crate::Chance) -> Self {
                Self(chance.uuid(now))
            }

            /// The bare UUID, as PostgreSQL stores it.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write($prefix, self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write($prefix, self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                read($prefix, text).map(Self).ok_or(InvalidId($prefix))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-hjkmnp-tv-z]{26}$")))
                    .examples([concat!($prefix, "_06b1v4zqk5x3k8r2m7n9p4t6w0")])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )*};
}

ids! {
    /// An organisation: the tenant.
    OrgId = "org";
    /// A person who can sign in.
    PersonId = "per";
    /// A role that an organisation made for itself.
    RoleId = "rol";
    /// A team of members.
    TeamId = "tea";
    /// An invitation to an organisation.
    InvitationId = "inv";
    /// A browser session.
    SessionId = "ses";
    /// A passkey.
    PasskeyId = "pky";
    /// A guest of an organisation with an account there.
    GuestId = "gst";
    /// A key for programs.
    ApiKeyId = "key";
    /// A link that makes a device door staff.
    DoorLinkId = "dlk";
    /// A third-party app that an organisation lets ask its people.
    AppId = "app";
    /// What somebody allowed such an app.
    ConsentId = "con";
    /// Tokens that came of one consent, one after another.
    FamilyId = "fam";
    /// An uploaded file.
    FileId = "fil";
    /// An event.
    EventId = "evt";
    /// Something for sale, a ticket type.
    ProductId = "prd";
    /// A form in which a product is sold: a size, a day, a kind of guest.
    VariationId = "var";
    /// A heading under which products stand.
    CategoryId = "cat";
    /// A stock of places.
    QuotaId = "quo";
    /// A rule that says how something is taxed.
    TaxRuleId = "tax";
    /// A voucher.
    VoucherId = "vou";
    /// A discount rule.
    DiscountId = "dsc";
    /// A fee.
    FeeId = "fee";
    /// A guest's cart.
    CartId = "crt";
    /// An order.
    OrderId = "ord";
    /// One line of an order: one ticket bought.
    PositionId = "pos";
    /// A payment.
    PaymentId = "pay";
    /// A row of the ledger.
    LedgerEntryId = "led";
    /// A ticket.
    TicketId = "tkt";
    /// A check-in list.
    CheckInListId = "lst";
    /// An admission, or a refusal at the door.
    CheckInId = "chk";
    /// A mail.
    MailId = "mai";
    /// A file that came with a mail.
    AttachmentId = "att";
    /// A row of the audit log.
    AuditId = "aud";
    /// A request and everything it caused.
    CorrelationId = "req";
}
