use std::net::TcpListener;

use super::*;
use crate::npm;

/// What a person reads after `error: `.
fn said<T: std::fmt::Debug>(result: Result<T>) -> String {
    let said = format!("{:#}", result.unwrap_err());
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn a_taken_port_is_told_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let said = said(free_port::check(port));
    assert!(said.contains(&format!("port {port} is taken")) && said.contains("--port"), "{said}");
}

#[test]
fn a_folder_that_cant_be_written_is_told_with_what_to_do() {
    // Not even root writes there.
    let said = said(check_writable(Path::new("/proc/tessera")));
    assert!(said.contains("/proc/tessera") && said.contains("--data"), "{said}");
}

#[test]
fn missing_node_is_told_with_what_to_do() {
    let said = said(npm::check_programs("no-such-node", "npm"));
    assert!(said.contains("Node is missing: install Node"), "{said}");
}
