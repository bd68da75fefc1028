//! Templates and the view models that fill them.

use minijinja::{
    Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
    syntax::SyntaxConfig,
    value::{Kwargs, Serde},
};
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::{
    assets,
    i18n::{Arg, Lang, Words},
    shell::Shell,
};

/// The templates; a debug build reads them from the source tree.
#[derive(RustEmbed)]
#[folder = "templates/"]
pub(crate) struct Templates;

/// A view model and the template it fills.
pub trait View: Serialize {
    /// The template's file name.
    const TEMPLATE: &'static str;
}

/// The compiled templates, one set per language so that `t("key")` knows which one it speaks.
#[derive(Debug)]
pub struct Renderer {
    environments: [Environment<'static>; 3],
}

impl Renderer {
    /// Compiles every template.
    ///
    /// # Errors
    /// A template that does not parse; the tests compile all of them.
    pub fn new() -> Result<Self, Error> {
        let mut environments = Lang::ALL.map(environment);
        for environment in &mut environments {
            for name in Templates::iter() {
                let file = Templates::get(&name).ok_or_else(|| missing(&name))?;
                let source = String::from_utf8(file.data.into_owned())
                    .map_err(|e| Error::new(ErrorKind::SyntaxError, "a template is UTF-8").with_source(e))?;
                environment.add_template_owned(name.into_owned(), source)?;
            }
        }
        Ok(Self { environments })
    }

    /// One whole page.
    ///
    /// # Errors
    /// The template asks for something its view model does not have; the gallery renders every state of every page.
    pub fn page<V: View>(&self, words: Words, shell: &Shell, view: &V) -> Result<String, Error> {
        self.environments[words.lang as usize].get_template(V::TEMPLATE)?.render(context! {
            page => Serde(shell),
            view => Serde(view),
        })
    }
}

fn missing(name: &str) -> Error {
    Error::new(ErrorKind::TemplateNotFound, name.to_owned())
}

fn environment(lang: Lang) -> Environment<'static> {
    let words = Words::new(lang);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_formatter(write_value);
    environment.add_function("t", move |key: &str, values: Kwargs| say(words, key, &values));
    environment.add_global("style_href", assets::style().href.as_str());
    environment.add_global("script_href", assets::script().href.as_str());
    environment.add_global("passkey_script_href", assets::passkey_script().href.as_str());
    environment
}

/// Escapes what HTML needs escaped. The default would spell out every slash of every address, too.
fn write_value(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Err(Error::new(ErrorKind::UndefinedError, "nothing to show"));
    }
    let Some(text) = value.as_str().filter(|_| !value.is_safe()) else {
        return Ok(write!(out, "{value}")?);
    };
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(entity)?;
        from = at + 1;
    }
    Ok(out.write_str(&text[from..])?)
}

fn say(words: Words, key: &str, values: &Kwargs) -> Result<String, Error> {
    let names: Vec<&str> = values.args().collect();
    let mut args = Vec::with_capacity(names.len());
    for name in names {
        let value: Value = values.get(name)?;
        let arg: Arg<'static> = match value.as_i64() {
            Some(number) => number.into(),
            None => value.to_string().into(),
        };
        args.push((name, arg));
    }
    Ok(words.say_with(key, &args))
}
