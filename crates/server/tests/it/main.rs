//! The one integration-test binary: the whole program on a real PostgreSQL, spoken to over HTTP.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests play devices, which make their own ids and look at the clock"
)]

mod app;
mod approval;
mod audit_keeping;
mod audit_log;

mod access;
mod acme;
mod add_ons;
mod api_keys;
mod cancellation;
mod channel_prices;
mod check_in;
mod check_in_list_changes;
mod checkout_prices;
mod composition;
mod copies;
mod covers;
mod customer_minimum;
mod demo;
mod doctor;
mod door_add_ons;
mod door_links;
mod downloads;
mod draft_quotes;
mod event_page;
mod events;
mod guest_accounts;
mod hostile;
mod https;
mod icons;
mod identity;
mod invitations;
mod jobs;
mod keys;
mod limits;
mod listening;
mod live;
mod mail_server;
mod mails;
mod my_tickets;
mod names;
mod oauth;
mod order_summary;
mod orders;
mod overbooking;
mod overflow;
mod passkeys;
mod paying;
mod price_lists;
mod prices;
mod product_versions;
mod products;
mod promises;
mod put_back;
mod quota_links;
mod real_money;
mod recovery;
mod refusals;
mod reserved_bundles;
mod sandbox;
mod scarcity;
mod scim;
mod second_factor;
mod secrets;
mod sessions;
mod signed_out_members;
mod sitemap;
mod sso;
mod step_up;
mod stock;
mod team;
mod tenancy;
mod terms;
mod test_mode;
mod test_orders;
mod together;
mod variations;
mod vat_ids;
mod voucher_verdicts;
mod vouchers;
