use super::*;

#[test]
fn every_text_is_there_in_every_language() {
    for house in houses().unwrap() {
        let texts = |event: &Event| {
            let products =
                event.products.iter().flat_map(|product| [product.name.clone(), product.description.clone()]);
            let own = [event.name.clone(), event.summary.clone(), event.description.clone()];
            let reason = event.called_off.iter().map(|called_off| called_off.reason.clone());
            own.into_iter().chain(products).chain(reason).collect::<Vec<_>>()
        };
        let texts = house.events.iter().flat_map(texts).chain([house.about.clone()]);
        for text in texts.filter(|text| !text.is_empty()) {
            for locale in &house.locales {
                assert!(text.exact(locale).is_some(), "{}: {locale} is missing beside {text:?}", house.slug);
            }
            assert_eq!(text.iter().count(), house.locales.len());
        }
    }
}

#[test]
fn descriptions_have_the_length_people_read() {
    for event in houses().unwrap().iter().flat_map(|house| &house.events) {
        for (locale, text) in event.description.iter() {
            let words = text.split_whitespace().count();
            assert!((130..=320).contains(&words), "{} in {locale}: {words} words", event.slug);
        }
        assert!(event.summary.longest() <= 300);
    }
}

#[test]
fn products_name_quotas_that_are_there_and_have_room() {
    for event in houses().unwrap().iter().flat_map(|house| &house.events) {
        for quota in &event.quotas {
            let members = event.products.iter().filter(|product| product.quotas.contains(&quota.name));
            let taken: usize = members.map(|product| product.taken + product.asked).sum();
            assert!(taken > 0 && i64::try_from(taken).unwrap() <= quota.size, "{}: {taken}", quota.name);
        }
        for name in event.products.iter().flat_map(|product| &product.quotas) {
            assert!(event.quotas.iter().any(|quota| quota.name == *name), "{name}");
        }
    }
}
