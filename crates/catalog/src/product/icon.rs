//! The small drawings that can stand beside a ticket type's name.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One of a set of drawings. Only the names are known here: every screen draws them itself, without asking anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = ProductIcon)]
pub enum Icon {
    /// A ticket.
    Ticket,
    /// A star: something special.
    Star,
    /// A crown: the best there is.
    Crown,
    /// One person.
    Person,
    /// Several people: groups, families.
    People,
    /// A child.
    Child,
    /// A graduate's cap: reductions for students.
    Student,
    /// A heart: supporters, donations.
    Heart,
    /// A wheelchair: places without steps.
    Accessible,
    /// An armchair: seats.
    Seat,
    /// A sheet of a calendar: passes for days.
    Day,
    /// A screen: taking part from elsewhere.
    Online,
    /// A hammer: workshops.
    Workshop,
    /// Notes: concerts.
    Music,
    /// A microphone: talks, speakers.
    Microphone,
    /// A book: courses, programmes.
    Book,
    /// Knife and fork: meals.
    Meal,
    /// A cup: breaks.
    Coffee,
    /// A glass: receptions.
    Drink,
    /// A shirt: clothes.
    Shirt,
    /// A parcel: vouchers, things to take home.
    Gift,
    /// A tent: camping.
    Tent,
    /// A bed: nights.
    Bed,
    /// A parking place.
    Parking,
    /// A bus: the way there.
    Bus,
}
