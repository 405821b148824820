//! Recording a lesson: a file that can be played, without secrets.

use std::fs;

use crate::harness::Pty;

#[test]
fn a_lesson_is_recorded_whole_without_what_was_typed_and_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lesson.cast");
    let path = file.to_str().unwrap();
    let mut program = Pty::start(
        &["--sandbox", "--as", "authadmin@contoso.com", "record", path],
        (80, 24),
    );
    program.wait_for("Password");
    // The screen tells the demo password; another one would be typed unseen.
    program.keys("<ctrl-t><enter>");
    program.wait_for("Recording to");
    program.wait_for("All users");
    program.keys("/brian<enter>p<ctrl-s>");
    program.wait_for("Temporary password");
    let screen = program.screen();
    // Four letters and four digits.
    let is_secret = |word: &&str| {
        word.len() == 8 && word.is_ascii() && word[4..].bytes().all(|byte| byte.is_ascii_digit())
    };
    let secret = screen.split_whitespace().find(is_secret);
    let secret = secret
        .unwrap_or_else(|| panic!("no secret:\n{screen}"))
        .to_owned();
    program.keys("<enter>");
    program.wait_for("Brian Johnson");
    program.keys("qq");
    assert_eq!(program.exit(), 0);
    program.assert_restored();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("{\"") && text.contains("\"version\":3"));
    assert!(text.contains("Brian Johnson") && text.contains("it is not recorded"));
    assert!(!text.contains(&secret), "{secret} is in the recording");
    assert!(text.ends_with("\"x\",\"0\"]\n"));
}

#[test]
fn a_recording_never_replaces_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lesson.cast");
    fs::write(&file, "mine").unwrap();
    let path = file.to_str().unwrap();
    let mut program = Pty::start(&["--sandbox", "record", path], (80, 24));
    program.wait_for("is there already");
    program.keys("q");
    assert_eq!(program.exit(), 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_scenario_that_is_played_meanwhile_is_in_it_and_the_tenant_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lesson.cast");
    let path = file.to_str().unwrap();
    let arguments = ["--sandbox", "--as", "admin@contoso.com", "record", path];
    let mut program = Pty::start(&arguments, (120, 40));
    program.wait_for("Password");
    program.keys("<ctrl-t><enter>");
    program.wait_for("Adele Vance");
    program.keys("Llost<enter>2023<enter>");
    program.wait_for("step 1 of");
    program.keys("x");
    program.wait_for("Adele Vance");
    program.keys("/zzz<enter>");
    program.wait_for("0 of 63 users");
    program.keys("<ctrl-c>");
    assert_eq!(program.exit(), 0);
    let text = fs::read_to_string(&file).unwrap();
    let place = |what: &str| {
        text.find(what)
            .unwrap_or_else(|| panic!("no {what}: {text}"))
    };
    assert!(place("step 1 of") < place("zzz"), "{text}");
    assert!(text.ends_with("\"x\",\"0\"]\n"));
}
