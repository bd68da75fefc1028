//! What a good voucher opens to whoever has it: ticket types that are hidden, places that it keeps aside, and more places
//! than there are.

use super::Voucher;
use crate::{Item, availability::Visibility, product::Product, sale::Goods};

/// Makes of a product what it is for whoever has this voucher.
pub(crate) fn open(product: &mut Product, voucher: &Voucher, goods: &Goods) {
    uncover(product, voucher, goods);
    set_free(product, voucher);
    stretch(product, voucher, goods);
}

/// Makes public what the voucher shows.
fn uncover(product: &mut Product, voucher: &Voucher, goods: &Goods) {
    let shows = |item: Item| {
        let mut found = goods.products.iter().filter(|product| product.item() == item);
        found.any(|product| voucher.shows(product))
    };
    if shows(product.id.into()) {
        product.terms.visibility = Visibility::Public;
    }
    for variation in &mut product.variations {
        if shows(Item::new(product.id, Some(variation.id))) {
            product.terms.visibility = Visibility::Public;
            variation.terms.visibility = Visibility::Public;
        }
    }
}

/// Shows the places that the voucher keeps aside as free: they are, for whoever has it.
fn set_free(product: &mut Product, voucher: &Voucher) {
    let Some((kept, uses)) = voucher.reserved().filter(|(kept, _)| kept.item.product == product.id) else {
        return;
    };
    let stock = match kept.item.variation {
        None => Some(&mut product.stock),
        Some(id) => {
            let mut forms = product.variations.iter_mut();
            forms.find(|variation| variation.id == id).map(|variation| &mut variation.stock)
        }
    };
    for quota in stock.into_iter().flatten() {
        quota.held = quota.held.saturating_sub(uses.saturating_mul(quota.each)).max(0);
    }
}

/// Shows as many places more as the voucher still takes beyond the size.
fn stretch(product: &mut Product, voucher: &Voucher, goods: &Goods) {
    let more = voucher.terms.max_uses.saturating_sub(voucher.used).max(0);
    let reaches = |item: Item| {
        let found = goods.products.iter().find(|known| known.item() == item);
        voucher.terms.ignores_quota && found.is_some_and(|known| voucher.reaches(known))
    };
    let whole = product.id;
    let forms = product.variations.iter_mut();
    let forms = forms.map(|form| (Item::new(whole, Some(form.id)), &mut form.stock));
    for (item, stock) in forms.chain([(Item::from(whole), &mut product.stock)]) {
        for places in stock.iter_mut().filter(|_| reaches(item)) {
            if places.closed {
                // Of a closed quota there is nothing but for the voucher.
                let taken = places.sold.saturating_add(places.held).saturating_add(places.blocked);
                (places.size, places.overbooked, places.closed) = (Some(taken), 0, false);
            }
            places.overbooked = places.overbooked.saturating_add(more.saturating_mul(places.each));
        }
    }
}
