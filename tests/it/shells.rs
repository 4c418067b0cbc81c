//! Completions and man pages.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::program::{Folder, run};

/// Names of all commands.
fn commands() -> Vec<String> {
    let program = sroi::cli::command();
    let names = program
        .get_subcommands()
        .map(|command| command.get_name().to_owned());
    names.collect()
}

#[test]
fn every_shell_has_a_script() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, error) = run(folder.path(), &["completions", shell]);
        assert_eq!((code, error.as_str()), (0, ""), "{shell}");
        for name in commands() {
            assert!(script.contains(&name), "{shell} does not know `{name}`");
        }
        assert!(script.contains("keep-draws"), "{shell}");
        assert!(
            !script.contains("instructions"),
            "{shell} offers what is hidden"
        );
    }
    let (code, _, error) = run(folder.path(), &["completions", "csh"]);
    assert_eq!(code, 2);
    assert!(error.contains("possible values: bash"), "{error}");
}

#[test]
fn bash_reads_its_script() {
    let folder = Folder::new();
    let (_, script, _) = run(folder.path(), &["completions", "bash"]);
    let path = folder.write("sroi.bash", &script);
    let Ok(status) = Command::new("bash").arg("-n").arg(path).status() else {
        return; // There is no bash here.
    };
    assert!(status.success());
    let asked = "source sroi.bash; COMP_WORDS=(sroi br); COMP_CWORD=1; _sroi sroi br sroi; echo \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    let answer = bash.current_dir(folder.path()).args(["-c", asked]).output();
    let answer = String::from_utf8(answer.unwrap().stdout).unwrap();
    assert_eq!(answer.trim(), "break-even");
}

#[test]
fn every_command_has_a_page() {
    let folder = Folder::new();
    let (code, out, error) = run(folder.path(), &["man", "--out", "share/man1"]);
    assert_eq!((code, out.as_str(), error.as_str()), (0, "", ""));
    let program = sroi::cli::command();
    let mut count = 0;
    for command in program.get_subcommands() {
        let name = command.get_name();
        let file = folder.join(&format!("share/man1/sroi-{name}.1"));
        let page = fs::read_to_string(file).unwrap();
        assert_eq!(page, run(folder.path(), &["man", name]).1);
        assert!(
            page.contains(&format!("sroi\\-{}", name.replace('-', "\\-"))),
            "{page}"
        );
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"] {
            assert!(
                page.contains(&format!(".SH {section}\n")),
                "{name}: {section}"
            );
        }
        let options = command
            .get_arguments()
            .filter(|option| !option.is_hide_set());
        for long in options.filter_map(clap::Arg::get_long) {
            let written = long.replace('-', "\\-");
            assert!(page.contains(&written), "{name}: `--{long}`");
        }
        assert!(!page.contains("instructions"), "{name}: a hidden option");
        count += 1;
    }
    let files = fs::read_dir(folder.join("share/man1")).unwrap();
    assert_eq!(files.count(), count + 1, "and that of the program");
    let (_, page, _) = run(folder.path(), &["man"]);
    assert!(page.contains(".SH SUBCOMMANDS\n"), "{page}");
    let (code, _, error) = run(folder.path(), &["man", "scenario"]);
    assert_eq!(code, 2);
    assert!(error.contains("did you mean `scenarios`?"), "{error}");
}

/// `man` itself would page; groff is what sets the pages.
#[test]
fn pages_are_set_without_complaint() {
    let folder = Folder::new();
    for name in commands() {
        let (_, page, _) = run(folder.path(), &["man", &name]);
        let groff = Command::new("groff")
            .args(["-man", "-Tutf8", "-Kutf8", "-ww", "-P-cbou"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut groff) = groff else { return };
        groff
            .stdin
            .take()
            .unwrap()
            .write_all(page.as_bytes())
            .unwrap();
        let set = groff.wait_with_output().unwrap();
        let complaints = String::from_utf8_lossy(&set.stderr);
        assert!(set.status.success(), "{name}: {complaints}");
        assert_eq!(complaints, "", "{name}");
        assert!(
            String::from_utf8_lossy(&set.stdout).contains("SYNOPSIS"),
            "{name}"
        );
    }
}
