//! `proofup set`: the plan is said, then carried out, by who may and behind a password.

use serde_json::Value;

use crate::Home;

const PASSWORD: &str = "Proof-up!2026\n";
const BOXES: [&str; 2] = [
    "--provide-contact-methods-again",
    "--restore-remembered-devices",
];

fn contoso() -> Home {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    home
}

/// Exit code, stdout and stderr of `proofup --tenant demo set --as WHO …`, with this on its
/// standard input.
fn said(home: &Home, who: &str, rest: &[&str], stdin: &str) -> (i32, String, String) {
    let mut command = home.proofup(["--tenant", "demo", "set", "--as", who]);
    command
        .args(["--clock", "2026-11-23T09:00:00Z"])
        .args(rest)
        .write_stdin(stdin);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    (code, text(output.stdout), text(output.stderr))
}

/// What it prints where it succeeds.
fn set(home: &Home, who: &str, rest: &[&str]) -> String {
    let (code, out, err) = said(home, who, rest, PASSWORD);
    assert_eq!((code, &*err), (0, ""), "{out}");
    out
}

fn user(home: &Home, upn: &str) -> Value {
    let text = home.stdout(["--tenant", "demo", "user", upn, "--json"]);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_plan_is_said_then_done_and_audited_and_the_second_time_there_is_nothing_to_do() {
    let home = contoso();
    let who = "authadmin@contoso.com";
    let whom = ["BrianJ@contoso.com", "JoniS@contoso.com"];
    let arguments = [&whom[..], &BOXES, &["--yes"]].concat();
    let out = set(&home, who, &arguments);
    for line in [
        "Manage user settings for 2 users, by authadmin@contoso.com\nWhat Save will do:\n",
        "\n  2 users lose 4 methods: 2 phones, 2 Authenticator apps\n",
        "\nUser by user:\n  Brian Johnson, BrianJ@contoso.com: 2 methods deleted",
    ] {
        assert!(out.contains(line), "no {line:?} in {out}");
    }
    assert!(out.ends_with("\nUpdates successful.\n"), "{out}");
    for upn in whom {
        let page = home.stdout(["--tenant", "demo", "user", upn]);
        assert!(!page.contains("Mobile phone"), "{page}");
    }
    let journal = crate::text(&home.path("demo/journal/0000000001.ron"));
    assert!(
        journal.contains("Manage user settings for 2 users"),
        "{journal}"
    );
    assert!(set(&home, who, &arguments).ends_with("\nNothing was changed.\n"));
    home.stdout(["check", "demo"]);
}

#[test]
fn a_dry_run_says_the_same_and_changes_nothing() {
    let home = contoso();
    let before = user(&home, "ConradN@contoso.com");
    let arguments = ["ConradN@contoso.com", "--mfa", "Enforced"];
    let said = |how| {
        set(
            &home,
            "admin@contoso.com",
            &[&arguments[..], &[how]].concat(),
        )
    };
    let dry = said("--dry-run");
    assert_eq!(user(&home, "ConradN@contoso.com"), before);
    let wet = said("--yes");
    assert_eq!(
        dry.strip_suffix("Nothing was changed.\n"),
        wet.strip_suffix("Updates successful.\n"),
    );
    assert_ne!(user(&home, "ConradN@contoso.com"), before);
}

#[test]
fn who_is_refused_is_named_with_the_rule_and_the_others_are_done() {
    let home = contoso();
    let arguments = [
        "NancyA@contoso.com",
        "BrianJ@contoso.com",
        "--block",
        "--yes",
        "--json",
    ];
    let nancy = user(&home, "NancyA@contoso.com");
    let (code, out, err) = said(&home, "useradmin@contoso.com", &arguments, PASSWORD);
    assert_eq!(code, 1);
    assert_eq!(err, "proofup: 1 user was refused: the line says why\n");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["saved"], true);
    let [refused, done] = [0, 1].map(|at| &report["users"][at]);
    assert_eq!(refused["userPrincipalName"], "NancyA@contoso.com");
    assert_eq!(refused["outcome"], "refused");
    let why = refused["text"].as_str().unwrap();
    assert!(
        why.contains("is out of a User Administrator's reach"),
        "{why}"
    );
    assert_eq!(done["outcome"], "changed");
    assert_eq!(user(&home, "NancyA@contoso.com"), nancy);
    assert_eq!(user(&home, "BrianJ@contoso.com")["accountEnabled"], false);
}

#[test]
fn a_wrong_password_a_user_without_a_role_and_nobody_to_ask_change_nothing() {
    let home = contoso();
    let before = crate::text(&home.path("demo/tenant.ron"));
    let wish = ["BrianJ@contoso.com", "--block", "--yes"];
    let asking = &wish[..2];
    let stranger = ["no@contoso.com", "--block", "--yes"];
    let cases = [
        (
            "admin@contoso.com",
            &wish[..],
            "wrong\n",
            "is not right (50126)",
        ),
        ("admin@contoso.com", &wish, "", "is not right (50126)"),
        (
            "KimA@contoso.com",
            &wish,
            PASSWORD,
            "holds no administrator role",
        ),
        ("nobody@contoso.com", &wish, PASSWORD, "nobody@contoso.com"),
        (
            "admin@contoso.com",
            asking,
            PASSWORD,
            "nobody can be asked here",
        ),
        (
            "admin@contoso.com",
            &stranger,
            PASSWORD,
            "is called no@contoso.com",
        ),
    ];
    for (who, rest, stdin, why) in cases {
        let (code, _, err) = said(&home, who, rest, stdin);
        assert_eq!((code, err.lines().count()), (1, 1), "{err}");
        assert!(err.contains(why), "{err}");
    }
    assert_eq!(crate::text(&home.path("demo/tenant.ron")), before);
}

#[test]
fn what_does_not_go_together_is_a_wrong_command_line() {
    let home = contoso();
    for wrong in [
        &["BrianJ@contoso.com"][..],
        &["BrianJ@contoso.com", "--block", "--unblock"],
        &["BrianJ@contoso.com", "--mfa", "on"],
        &[
            "BrianJ@contoso.com",
            "--mfa",
            "enabled",
            "--delete-app-passwords",
        ],
        &["BrianJ@contoso.com", "--block", "--json"],
        &["--block", "--yes"],
    ] {
        let (code, _, err) = said(&home, "admin@contoso.com", wrong, PASSWORD);
        assert_eq!(code, 2, "{err}");
    }
}
