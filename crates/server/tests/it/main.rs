//! The one integration-test binary: the whole program on a real PostgreSQL, spoken to over HTTP.

mod app;

mod covers;
mod events;
mod identity;
mod jobs;
mod orders;
mod products;
mod scarcity;
mod tenancy;
