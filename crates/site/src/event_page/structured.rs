//! The event as schema.org data (`Event`, with one `Offer` per ticket type) for search engines.

use serde_json::{Value, json};

use super::{EventPage, Offer, Stock};

/// JSON-LD that can stand inside a script element: `<` is escaped.
pub fn json_ld(page: &EventPage, offers: &[Offer], url: &str, image: Option<&str>) -> String {
    let place = page.event.place.as_ref();
    let venue = place.filter(|place| !place.name.is_empty() || !place.address.is_empty());
    let online = place.is_some_and(|place| place.online);
    let mode = match (venue.is_some(), online) {
        (true, true) => "MixedEventAttendanceMode",
        (false, true) => "OnlineEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    };
    let mut locations = Vec::new();
    if let Some(venue) = venue {
        locations.push(json!({ "@type": "Place", "name": venue.name, "address": venue.address }));
    }
    if online {
        locations.push(json!({ "@type": "VirtualLocation", "url": url }));
    }
    let status = if page.cancelled { "EventCancelled" } else { "EventScheduled" };
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.event.name,
        "description": page.summary,
        "startDate": page.event.dates.starts,
        "endDate": page.event.dates.ends,
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "organizer": { "@type": "Organization", "name": page.organiser.text },
        "url": url,
        "location": locations,
        "offers": offers.iter().map(|item| offer(item, url)).collect::<Vec<_>>(),
    });
    if let Some(image) = image {
        event["image"] = json!([image]);
    }
    event.to_string().replace('<', "\\u003c")
}

fn offer(offer: &Offer, url: &str) -> Value {
    let availability = match offer.stock {
        Stock::Available { .. } => "InStock",
        Stock::Low { .. } => "LimitedAvailability",
        Stock::NotYet(_) => "PreOrder",
        Stock::Held | Stock::SoldOut => "SoldOut",
        Stock::Over | Stock::Off => "Discontinued",
    };
    let mut out = json!({
        "@type": "Offer",
        "name": offer.full_name(),
        "price": offer.price.to_string().split(' ').next(),
        "priceCurrency": offer.price.currency.code(),
        "availability": format!("https://schema.org/{availability}"),
        "url": url,
    });
    if let Stock::NotYet(from) = offer.stock {
        out["validFrom"] = json!(from.to_string());
    }
    out
}
