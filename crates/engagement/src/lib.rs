//! engagement.
