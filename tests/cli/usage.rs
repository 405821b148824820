//! The command line itself: help, wrong options, exit codes.

use rstest::rstest;

use crate::Home;

#[test]
fn help_has_examples_and_the_exit_codes() {
    let help = Home::new().stdout(["--help"]);
    for part in [
        "Examples:",
        "proofup init",
        "--sandbox",
        "Exit codes:",
        "Proof-up!2026",
    ] {
        assert!(help.contains(part), "{part} is missing in\n{help}");
    }
    for command in ["init", "check", "users", "user"] {
        assert!(
            Home::new()
                .stdout([command, "--help"])
                .contains("Examples:")
        );
    }
}

#[rstest]
#[case::unknown_option(&["--colour"], "--colour")]
#[case::unknown_command(&["delete"], "delete")]
#[case::edition(&["--edition", "2019"], "no edition `2019`: use 2018, 2020, 2022 or 2023")]
#[case::clock(&["--clock", "noon"], "`noon` is no time such as 2026-03-04T05:06:07Z")]
#[case::seed(&["--seed", "x"], "--seed")]
#[case::theme(&["--theme", "neon"], "ansi, light, mono")]
#[case::sandbox_and_read_only(&["--sandbox", "--read-only"], "--read-only")]
#[case::no_folder(&["init"], "<DIR>")]
#[case::nobody(&["init", "x", "--users", "0"], "1..=1000000")]
#[case::two_sources(&["init", "x", "--users", "9", "--csv", "y"], "--csv")]
#[case::no_user(&["user"], "<UPN>")]
fn a_wrong_command_line_is_exit_code_2(#[case] arguments: &[&str], #[case] named: &str) {
    let home = Home::new();
    let assert = home.proofup([]).args(arguments).assert().code(2).stdout("");
    let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(stderr.contains(named), "{stderr}");
    assert!(!home.path("data").exists(), "nothing is made");
}

#[test]
fn the_version_is_the_packages() {
    let version = Home::new().stdout(["--version"]);
    assert_eq!(
        version.trim_end(),
        concat!("proofup ", env!("CARGO_PKG_VERSION"))
    );
}
