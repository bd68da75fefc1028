//! The attribute of tests that take what `testkit` keeps between them. It is used as `testkit::test`.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// Makes an `async fn` a test that `testkit::run` runs, on one thread. With `(parallel)`, what it spawns runs on others.
#[proc_macro_attribute]
pub fn test(options: TokenStream, function: TokenStream) -> TokenStream {
    let threads = match options.to_string().as_str() {
        "" => "One",
        "parallel" => "Several",
        _ => return refusal("the only option is `parallel`"),
    };
    let mut function: Vec<TokenTree> = function.into_iter().collect();
    let is_async = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word.to_string() == "async");
    let (Some(place), Some(body)) = (function.iter().position(is_async), function.pop()) else {
        return refusal("only an `async fn` can be such a test");
    };
    function.remove(place);
    let future = [tokens("async move"), body.into()].into_iter().collect();
    let boxed = [tokens("::std::boxed::Box::pin"), group(Delimiter::Parenthesis, future)];
    let arguments = [tokens(&format!("::testkit::Threads::{threads},")), boxed.into_iter().collect()];
    let run = [tokens("::testkit::run"), group(Delimiter::Parenthesis, arguments.into_iter().collect())];
    let run = group(Delimiter::Brace, run.into_iter().collect());
    [tokens("#[::core::prelude::v1::test]"), function.into_iter().collect(), run].into_iter().collect()
}

fn tokens(source: &str) -> TokenStream {
    source.parse().expect("it is Rust")
}

fn group(delimiter: Delimiter, inside: TokenStream) -> TokenStream {
    TokenTree::from(Group::new(delimiter, inside)).into()
}

fn refusal(reason: &str) -> TokenStream {
    tokens(&format!("::core::compile_error!({reason:?});"))
}
