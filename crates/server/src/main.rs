//! The `tessera` program.

use std::process::ExitCode;

/// Requests allocate often and little, on several threads: the system's allocator spends more on that than we on most
/// answers (docs/adr/0012).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::main()
}
