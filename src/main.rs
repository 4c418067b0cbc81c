//! The command `sroi`; see the library for everything it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(sroi::cli::main())
}
