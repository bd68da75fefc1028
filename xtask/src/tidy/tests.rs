use super::source::Source;
use super::{File, Finding, claims, durable, edges, length, names, sql, tables, test_binaries, words};

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

fn found(findings: &[Finding]) -> Vec<(&str, usize)> {
    findings.iter().map(|finding| (finding.path.as_str(), finding.line)).collect()
}

#[test]
fn a_finding_reads_like_a_compilers() {
    let finding = Finding::new(&file("crates/sales/src/lib.rs", ""), 3, "split it");
    assert_eq!(finding.to_string(), "crates/sales/src/lib.rs:3: split it");
}

#[test]
fn comments_and_strings_are_no_code() {
    let source = Source::parse(
        "let a = \"x // \\\" y\"; // b\n/* c /* d */ */ let r = r#\"s\"t\"#;\nlet c = '\"'; f::<'a>()",
    );
    assert_eq!(source.strings, [(1, "x // \\\" y".to_owned()), (2, "s\"t".to_owned())]);
    assert!(!source.code.contains(['b', 'd', 'x']));
    assert!(source.code.contains("let c =") && source.code.contains("f::<'a>()"));
    assert_eq!(source.code.lines().count(), 3);
}

#[test]
fn an_edge_that_is_not_in_the_table_is_found() {
    let manifest = |name: &str, text: &str| file(&format!("crates/{name}/Cargo.toml"), text);
    let files = [
        manifest("kernel", "[dependencies]\nserde.workspace = true\n"),
        manifest("catalog", "[dependencies]\nkernel.workspace = true\nsales.workspace = true\n"),
        manifest(
            "sales",
            "[dependencies]\ncatalog.workspace = true\n[dev-dependencies]\ntestkit.workspace = true\n",
        ),
        manifest("testkit", "[dependencies]\nstore = { workspace = true }\n"),
        manifest("store", "[dependencies]\ntestkit.workspace = true\n"),
    ];
    let findings = edges::check(&files);
    assert_eq!(found(&findings), [("crates/catalog/Cargo.toml", 3), ("crates/store/Cargo.toml", 2)]);
}

#[test]
fn a_new_crate_has_to_be_placed() {
    let findings = edges::check(&[file("crates/gadget/Cargo.toml", "[package]\n")]);
    assert_eq!(found(&findings), [("crates/gadget/Cargo.toml", 1)]);
}

#[test]
fn long_files_are_found_unless_a_program_wrote_them() {
    let text = "line\n".repeat(501);
    let files = [
        file("crates/sales/src/lib.rs", &text),
        file("web/client/schema.gen.ts", &text),
        file("docs/guide.md", &text),
        file("crates/site/assets/site.css", &"line\n".repeat(500)),
    ];
    assert_eq!(found(&length::check(&files)), [("crates/sales/src/lib.rs", 501)]);
}

#[test]
fn empty_names_are_found_in_files_and_folders() {
    let files = [
        file("crates/sales/src/utils.rs", ""),
        file("web/apps/admin/src/common/button.tsx", ""),
        file("crates/sales/src/commons.rs", ""),
    ];
    let findings = names::check(&files);
    assert_eq!(
        found(&findings),
        [("crates/sales/src/utils.rs", 1), ("web/apps/admin/src/common/button.tsx", 1)]
    );
}

#[test]
fn sql_belongs_into_the_store() {
    let query = "fn f() {\n    sqlx::query!(\"select 1 from orders\");\n}\n";
    let files = [
        file("crates/sales/src/order/store.rs", query),
        file("crates/sales/src/order/mod.rs", query),
        file("crates/sales/src/order/http.rs", "let s = \"update orders set status = 'paid'\";"),
        file("crates/sales/src/words.rs", "let s = \"Select a seat from the plan\"; // select 1 from orders"),
        file("crates/server/tests/it/sales.rs", query),
        file("crates/store/src/tx.rs", query),
    ];
    let findings = sql::check(&files);
    assert_eq!(
        found(&findings),
        [("crates/sales/src/order/mod.rs", 2), ("crates/sales/src/order/http.rs", 1)]
    );
}

#[test]
fn nobody_acts_on_what_may_be_forgotten() {
    let hasty = "fn f() {\n    q(\"insert into mails\n     select 1 from set_config('synchronous_commit', 'off', true)\");\n}\n";
    let files = [
        file("crates/store/src/job/store.rs", hasty),
        file("crates/engagement/src/mail/store.rs", hasty),
        file("crates/sales/src/order/store.rs", "q(\"select set_config('synchronous_commit', 'on', true)\")"),
        file("migrations/0090_haste.sql", "alter function f() set synchronous_commit = off;"),
        file("migrations/0091_rest.sql", "-- synchronous_commit stays\nalter function f() set jit = off;"),
        file("crates/server/tests/it/mails.rs", hasty),
    ];
    assert_eq!(
        found(&durable::check(&files)),
        [("crates/engagement/src/mail/store.rs", 2), ("migrations/0090_haste.sql", 1)]
    );
}

#[test]
fn a_table_is_touched_by_its_owner_only() {
    let files = [
        file(
            "migrations/0004_catalog.sql",
            "create table events (id uuid);\ncreate view event_stock as select 1;",
        ),
        file("migrations/0006_sales.sql", "create table orders (\n id uuid);"),
        file("crates/catalog/src/event/store.rs", "q!(\"select id from events\")"),
        file(
            "crates/sales/src/order/store.rs",
            "q!(\n\"select o.id from orders o\n join events e on true\")",
        ),
        file("crates/sales/src/stats/store.rs", "q!(\"select size from event_stock\")"),
    ];
    assert_eq!(found(&tables::check(&files)), [("crates/sales/src/order/store.rs", 3)]);
}

#[test]
fn there_is_one_test_binary() {
    let files = [
        file("crates/server/tests/it/main.rs", ""),
        file("crates/server/tests/it/sales/mod.rs", ""),
        file("crates/kernel/src/money/tests/ledger.rs", ""),
        file("crates/sales/tests/orders.rs", ""),
        file("crates/sales/tests/more/main.rs", ""),
    ];
    let findings = test_binaries::check(&files);
    assert_eq!(
        found(&findings),
        [("crates/sales/tests/orders.rs", 1), ("crates/sales/tests/more/main.rs", 1)]
    );
}

#[test]
fn left_over_words_are_found_where_they_count() {
    let note = concat!("-- TO", "DO: later\n");
    let home = concat!("see /ho", "me/anna/notes\n");
    let files = [
        file("crates/sales/src/a.rs", "#[ignore]\nfn f() { todo!() }\nlet s = \"todo!()\";\n"),
        file("migrations/0004_catalog.sql", note),
        file("docs/guide.md", home),
        file("docs/api.md", concat!("https://tessera.example/ho", "me/anna and ~/ho", "me/x\n")),
        file("web/e2e/a.spec.ts", "test.only('x')\n"),
    ];
    let findings = words::check(&files);
    assert_eq!(
        found(&findings),
        [
            ("crates/sales/src/a.rs", 1),
            ("crates/sales/src/a.rs", 2),
            ("web/e2e/a.spec.ts", 1),
            ("migrations/0004_catalog.sql", 1),
            ("docs/guide.md", 1),
        ]
    );
}

#[test]
fn a_claim_names_a_test_that_exists() {
    let page = "| met | `it/sessions.rs::they_end`, `ports/src/tests.rs::nobody_wrote_this` |\n\
        | met | `e2e/a.spec.ts::a key signs in`, `e2e/a.spec.ts::nor this`, `sales::order` |\n\
        | met | `web/ui/a.test.ts::it adds up`, `web/ui/b.test.ts::it adds up` |\n";
    let files = [
        file("docs/asvs.md", page),
        file("crates/server/tests/it/sessions.rs", "#[tokio::test]\nasync fn they_end() {}\n"),
        file("crates/ports/src/tests.rs", "#[test]\nfn another() {}\n"),
        file("web/e2e/journeys/a.spec.ts", "test(\"a key signs in\", async () => {});\n"),
        file("web/ui/a.test.ts", "it(\"it adds up\", () => {});\n"),
    ];
    let lines: Vec<usize> = found(&claims::check(&files)).into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines, [1, 2, 3]);
}
