//! What may belong to what.

use ::store::Tx;
use httpkit::FieldError;
use kernel::{EventId, LocalizedText, ProductId};

use super::{AddOn, Composition, MOST, Part, shares};
use crate::{
    Error, Mode,
    product::{self, Plan, Product},
};

/// What is wrong with what belongs to a product: `id` if it is there already.
pub(crate) async fn accept(
    tx: &mut Tx,
    event: EventId,
    (id, plan): (Option<ProductId>, &Plan),
) -> Result<Vec<FieldError>, Error> {
    let Composition { add_ons, bundle, sold_alone, .. } = &plan.composition;
    if add_ons.is_empty() && bundle.is_empty() && *sold_alone {
        return Ok(Vec::new());
    }
    let mut products = product::store::list(tx, event, Mode::Live).await?;
    products.retain(|product| !product.terms.archived);
    Ok(problems(&products, id, plan))
}

/// Refuses to take something out of the offer that others contain or have as an add-on. `form` is the variation, if it
/// is one.
pub(crate) async fn is_free(
    tx: &mut Tx,
    event: EventId,
    product: ProductId,
    form: Option<kernel::VariationId>,
) -> Result<(), Error> {
    let products = product::store::list(tx, event, Mode::Live).await?;
    let contains = |part: &Part| part.product_id == product && (form.is_none() || part.variation_id == form);
    let adds = |rule: &AddOn| rule.product_id == product && form.is_none();
    let holder = products.iter().filter(|holder| !holder.terms.archived).find(|holder| {
        holder.composition.bundle.iter().any(contains) || holder.composition.add_ons.iter().any(adds)
    });
    match holder {
        None => Ok(()),
        Some(holder) => Err(Error::BelongsTo { name: name(&holder.name) }),
    }
}

fn name(text: &LocalizedText) -> String {
    text.get(&kernel::Locale::english()).to_owned()
}

/// The same for an event with these products.
pub(super) fn problems(products: &[Product], id: Option<ProductId>, plan: &Plan) -> Vec<FieldError> {
    let mut found = Vec::new();
    let mut refuse = |pointer: String, code: &'static str, message: String| {
        found.push(FieldError::new(pointer, code, message));
    };
    let Composition { add_ons, bundle, .. } = &plan.composition;
    let lists: [(&str, Vec<ProductId>); 2] = [
        ("add_ons", add_ons.iter().map(|rule| rule.product_id).collect()),
        ("bundle", bundle.iter().map(|part| part.product_id).collect()),
    ];
    for (list, members) in &lists {
        if members.len() > MOST {
            refuse(format!("/{list}"), "request.invalid_field", format!("takes at most {MOST}"));
        }
        for (at, member) in members.iter().enumerate() {
            let pointer = format!("/{list}/{at}/product_id");
            let Some(product) = products.iter().find(|product| product.id == *member) else {
                refuse(pointer, "request.invalid_field", "is not a ticket type of this event".to_owned());
                continue;
            };
            if let Some((code, message)) = circle(products, id, product) {
                refuse(pointer, code, message);
            }
        }
    }
    let holder = products
        .iter()
        .filter(|product| Some(product.id) != id)
        .find(|product| members(&product.composition).any(|member| Some(member) == id));
    if let Some(holder) = holder.filter(|_| !add_ons.is_empty() || !bundle.is_empty()) {
        let list = if bundle.is_empty() { "/add_ons" } else { "/bundle" };
        let message = format!(
            "would go in circles or too deep: “{}” contains it or has it as an add-on",
            name(&holder.name)
        );
        refuse(list.to_owned(), "catalog.circular", message);
    }
    for (at, rule) in add_ons.iter().enumerate() {
        if rule.min > rule.max {
            refuse(
                format!("/add_ons/{at}/min"),
                "request.invalid_field",
                "can't be more than max".to_owned(),
            );
        }
        if bundle.iter().any(|part| part.product_id == rule.product_id) {
            let message = "is a part of it already".to_owned();
            refuse(format!("/add_ons/{at}/product_id"), "request.invalid_field", message);
        }
        if add_ons[..at].iter().any(|other| other.product_id == rule.product_id) {
            let message = "is there twice".to_owned();
            refuse(format!("/add_ons/{at}/product_id"), "request.invalid_field", message);
        }
    }
    for (at, part) in bundle.iter().enumerate() {
        let product = products.iter().find(|product| product.id == part.product_id);
        if let Some(message) = product.and_then(|product| wrong_form(product, part)) {
            refuse(format!("/bundle/{at}/variation_id"), "request.invalid_field", message.to_owned());
        }
    }
    let whole = products.iter().filter(|product| Some(product.id) == id);
    let lowest = plan.channel_prices.lowest(plan.price_minor);
    let forms = whole
        .flat_map(Product::offered)
        .map(|form| form.own_channel_prices.lowest(form.own_price_minor.unwrap_or(lowest)));
    if shares(&plan.composition) > forms.fold(lowest, i64::min) {
        let message = "the parts together can't be more than the price".to_owned();
        refuse("/bundle".to_owned(), "request.invalid_field", message);
    }
    if plan.free_price && !bundle.is_empty() {
        let message = "is for products whose price is not free".to_owned();
        refuse("/bundle".to_owned(), "request.invalid_field", message);
    }
    found
}

/// Why `member` can't belong to the product `id`: because of itself, or of what belongs to it.
fn circle(products: &[Product], id: Option<ProductId>, member: &Product) -> Option<(&'static str, String)> {
    if id == Some(member.id) {
        return Some(("catalog.circular", "a product can't contain itself".to_owned()));
    }
    let mut inner = members(&member.composition);
    if inner.any(|inner| Some(inner) == id) {
        return Some(("catalog.circular", format!("“{}” contains this product already", name(&member.name))));
    }
    members(&member.composition).next().map(|inner| {
        let inner = products.iter().find(|product| product.id == inner);
        let inner = inner.map(|product| name(&product.name)).unwrap_or_default();
        let message = format!("“{}” has “{inner}” inside; what belongs to others can't", name(&member.name));
        ("catalog.nested", message)
    })
}

fn members(composition: &Composition) -> impl Iterator<Item = ProductId> {
    let added = composition.add_ons.iter().map(|rule| rule.product_id);
    added.chain(composition.bundle.iter().map(|part| part.product_id))
}

fn wrong_form(product: &Product, part: &Part) -> Option<&'static str> {
    match part.variation_id {
        None if product.offered().next().is_some() => Some("says which variation the bundle contains"),
        Some(form) if product.offered().all(|known| known.id != form) => {
            Some("is not a variation of this ticket type")
        }
        _ => None,
    }
}
