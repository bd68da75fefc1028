//! The table of roles in docs/security.md is what the code says.

use std::fmt::Write;

use identity::role::BuiltIn;
use kernel::Permission;

fn table() -> String {
    let mut table = String::from("| Permission |");
    for role in BuiltIn::ALL {
        write!(table, " {} |", role.label()).unwrap();
    }
    table.push_str("\n| --- |");
    table.push_str(&" :-: |".repeat(BuiltIn::ALL.len()));
    for permission in Permission::ALL {
        write!(table, "\n| `{}` |", permission.name()).unwrap();
        for role in BuiltIn::ALL {
            table.push_str(if role.permissions().contains(*permission) { " ✓ |" } else { "  |" });
        }
    }
    table
}

#[test]
fn the_documented_matrix_is_the_real_one() {
    let page = include_str!("../../../../../docs/security.md").replace("\r\n", "\n");
    assert!(page.contains(&table()), "docs/security.md needs this table:\n{}", table());
}
