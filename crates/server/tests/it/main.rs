//! The one integration-test binary: the whole program on a real PostgreSQL, spoken to over HTTP.

mod app;

mod check_in;
mod covers;
mod demo;
mod events;
mod identity;
mod jobs;
mod mails;
mod orders;
mod products;
mod sandbox;
mod scarcity;
mod tenancy;
