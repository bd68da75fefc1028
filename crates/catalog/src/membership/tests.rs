use kernel::{Chance, Clock, FakeClock, ProductId, QuotaId, VariationId};

use super::*;

#[test]
fn a_variation_takes_its_own_places_and_those_of_its_product_each_quota_once() {
    let clock = FakeClock::new("2027-03-14T00:00:00Z".parse().unwrap());
    let chance = Chance::seeded(1);
    let (now, chance) = (clock.now(), &chance);
    let product = ProductId::new(now, chance);
    let [small, large] = [(); 2].map(|()| Item::new(product, Some(VariationId::new(now, chance))));
    let [hall, shelf] = [(); 2].map(|()| QuotaId::new(now, chance));
    let links = BTreeSet::from([(product.into(), hall), (small, hall), (small, shelf)]);
    assert_eq!(quotas_of(small, &links), BTreeSet::from([hall, shelf]));
    assert_eq!(quotas_of(large, &links), BTreeSet::from([hall]));
    assert_eq!(quotas_of(product.into(), &links), BTreeSet::from([hall]));
    assert_eq!(tidied(links), BTreeSet::from([(product.into(), hall), (small, shelf)]));
}
