//! The page that asks somebody whether an app may act for them.

use serde::Serialize;

use crate::render::View;

pub(crate) mod http;

/// The whole page.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentPage {
    /// What the app is called.
    pub app: String,
    /// In which organisation it would act.
    pub organisation: String,
    /// Who is asked.
    pub person: String,
    /// Their address, to tell accounts apart.
    pub email: String,
    /// What it asks for, a sentence each, in English.
    pub sentences: Vec<&'static str>,
    /// Where the answer goes, for people: a host or a scheme.
    pub destination: String,
    /// What the form sends back besides the answer.
    pub fields: Vec<(&'static str, String)>,
}

impl View for ConsentPage {
    const TEMPLATE: &'static str = "consent.html";
}
