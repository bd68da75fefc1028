//! Running it: health, metrics, failed jobs, the doctor, upkeep.

pub mod doctor;
pub mod health;
pub mod invariants;
pub mod jobs_http;
pub mod logs;
pub mod metrics;
pub mod upkeep;
