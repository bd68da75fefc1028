use super::*;

#[test]
fn every_text_is_there_in_every_language() {
    for house in houses().unwrap() {
        let texts = |event: &Event| {
            let products =
                event.products.iter().flat_map(|product| [product.name.clone(), product.description.clone()]);
            let forms = event.products.iter().flat_map(|product| &product.variations);
            let products = products.chain(forms.map(|form| form.name.clone()));
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
            let whole: usize = members.map(|product| product.taken + product.asked).sum();
            let forms = event.products.iter().flat_map(|product| &product.variations);
            let forms = forms.filter(|form| form.quotas.contains(&quota.name));
            let taken = whole + forms.map(|form| form.taken).sum::<usize>();
            assert!(taken > 0 && i64::try_from(taken).unwrap() <= quota.size, "{}: {taken}", quota.name);
        }
        let forms = event.products.iter().flat_map(|product| &product.variations);
        let named = event.products.iter().flat_map(|product| &product.quotas);
        for name in named.chain(forms.flat_map(|form| &form.quotas)) {
            assert!(event.quotas.iter().any(|quota| quota.name == *name), "{name}");
        }
    }
}
