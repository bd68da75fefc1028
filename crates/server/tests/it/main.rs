//! The one integration-test binary: the whole program on a real PostgreSQL, spoken to over HTTP.

mod app;

mod jobs;
mod orders;
mod scarcity;
mod tenancy;
