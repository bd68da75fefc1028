//! Prices by sales channel.

use garde::Validate;
use httpkit::FieldError;
use kernel::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_amount;
use crate::{availability::Channel, product::MAX_PRICE};

/// What something costs where it is sold for another price than its own, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelPrices {
    /// On the site.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub web: Option<i64>,
    /// At the box office.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub box_office: Option<i64>,
    /// Through the API.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub api: Option<i64>,
}

impl ChannelPrices {
    /// The price on a channel, if it has one of its own.
    pub fn on(&self, channel: Channel) -> Option<i64> {
        match channel {
            Channel::Web => self.web,
            Channel::BoxOffice => self.box_office,
            Channel::Api => self.api,
        }
    }

    /// What `price` is on a channel.
    pub fn of(&self, price: Money, channel: Channel) -> Money {
        Money::new(self.on(channel).unwrap_or(price.minor), price.currency)
    }

    /// The lowest of them and `price`.
    pub(crate) fn lowest(&self, price: i64) -> i64 {
        Channel::ALL.into_iter().filter_map(|channel| self.on(channel)).fold(price, i64::min)
    }

    /// What a variation costs: its own prices first, those of its product where it has no price at all.
    pub(crate) fn of_variation(self, own_price: Option<i64>, own: Self) -> Self {
        let product = if own_price.is_some() { Self::default() } else { self };
        Self {
            web: own.web.or(product.web),
            box_office: own.box_office.or(product.box_office),
            api: own.api.or(product.api),
        }
    }

    /// What is wrong with them, at `/channel_prices`.
    pub(crate) fn problems(&self, problems: &mut Vec<FieldError>) {
        for channel in Channel::ALL {
            if let Some(minor) = self.on(channel) {
                check_amount(minor, &format!("/channel_prices/{}", channel.as_str()), problems);
            }
        }
    }
}
