//! The real program, killed at each call that is about its files: by `strace`, where there is one.

use std::process::{Command, Stdio};

use crate::{Home, text};

/// The calls that change anything; `strace` takes those that a machine has.
const CALLS: &str = "?openat,?pwrite64,?fdatasync,?fsync,?ftruncate,?rename,?renameat,?renameat2,\
?link,?linkat,?unlink,?unlinkat,?mkdir,?mkdirat";

/// Runs `proofup` on the folder `demo`, killed at this call: the calls that were made.
fn strace(home: &Home, arguments: &[&str], kill: Option<&(String, usize)>) -> String {
    let log = home.path("strace.log");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-qq", "-o"]).arg(&log);
    command.arg("-e").arg(format!("trace={CALLS}"));
    if let Some((call, when)) = kill {
        let injection = format!("inject={call}:signal=SIGKILL:when={when}");
        command.arg("-e").arg(injection);
    }
    let ran = command
        .arg(env!("CARGO_BIN_EXE_proofup"))
        .args(arguments)
        .env("HOME", home.path("."))
        .current_dir(home.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match ran {
        Ok(_) => std::fs::read_to_string(log).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Each call that is about the folder, and how many of its name were made until then.
fn positions(log: &str) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    let mut positions = Vec::new();
    for line in log.lines() {
        let call = line
            .split_once(' ')
            .map_or("", |(_, call)| call.trim_start());
        let Some((name, rest)) = call.split_once('(') else {
            continue;
        };
        let count = counts.entry(name.to_owned()).or_insert(0);
        *count += 1;
        if rest.contains("demo") {
            positions.push((name.to_owned(), *count));
        }
    }
    positions
}

/// Kills the program at each position in a home that `prepared` makes, and looks what is there.
fn at_each_call(arguments: &[&str], prepared: impl Fn() -> Home, look: impl Fn(&Home, &str)) {
    let log = strace(&prepared(), arguments, None);
    let positions = positions(&log);
    if positions.is_empty() {
        eprintln!("left out, strace cannot be used");
        return;
    }
    assert!(positions.len() > 5, "{log}");
    for kill in positions {
        let home = prepared();
        strace(&home, arguments, Some(&kill));
        look(&home, &format!("killed at {kill:?}"));
    }
}

#[test]
fn init_that_is_killed_leaves_a_whole_tenant_or_none() {
    let init = ["init", "demo", "--users", "5"];
    at_each_call(&init, Home::new, |home, when| {
        let checked = home.proofup(["check", "demo"]).output().unwrap();
        let said = String::from_utf8_lossy(&checked.stdout).into_owned();
        let why = String::from_utf8_lossy(&checked.stderr).into_owned();
        let whole = said == "demo: no faults, 5 users\n";
        assert!(
            whole || why.contains("no tenant in demo") || why.contains("missing"),
            "{when}: {why}"
        );
    });
}

#[test]
fn repair_that_is_killed_can_be_done_again() {
    let damaged = || {
        let home = Home::new();
        home.stdout(["init", "demo", "--users", "5"]);
        let journal = text(&home.path("demo/journal/0000000001.ron"));
        home.write("demo/journal/0000000001.ron", journal + "(n:1,at:");
        home
    };
    at_each_call(&["repair", "demo", "--yes"], damaged, |home, when| {
        home.stdout(["repair", "demo", "--yes"]);
        let verified = home.stdout(["verify", "demo"]);
        assert!(verified.contains("no entry yet\n"), "{when}: {verified}");
        let kept = std::fs::read_dir(home.path("demo/journal"))
            .unwrap()
            .count();
        assert!(kept >= 2, "{when}: what was cut off is kept");
    });
}

#[test]
fn backup_that_is_killed_leaves_the_tenant_alone() {
    let made = || {
        let home = Home::new();
        home.stdout(["init", "demo", "--users", "5"]);
        home
    };
    at_each_call(&["backup", "demo", "demo.tar"], made, |home, when| {
        let checked = home.stdout(["check", "demo"]);
        assert_eq!(checked, "demo: no faults, 5 users\n", "{when}");
    });
}

#[test]
fn reset_that_is_killed_leaves_the_tenant_as_it_was_or_as_it_was_made() {
    let at_first = |home: &Home| home.stdout(["users", "--tenant", "demo"]);
    let changed = || {
        let home = Home::new();
        home.stdout(["init", "demo", "--users", "5"]);
        let made = text(&home.path("demo/tenant.ron"));
        let (others, last) = made.rsplit_once("\n      mfa:").unwrap();
        let edited = format!("{others}\n      blocked: true, mfa:{last}");
        home.write("demo/tenant.ron", edited);
        home
    };
    let made = Home::new();
    made.stdout(["init", "demo", "--users", "5"]);
    let (first, edited) = (at_first(&made), at_first(&changed()));
    assert_ne!(first, edited);
    at_each_call(&["reset", "demo", "--yes"], changed, |home, when| {
        let is = at_first(home);
        assert!(is == first || is == edited, "{when}: {is}");
        home.stdout(["reset", "demo", "--yes"]);
        assert_eq!(at_first(home), first, "{when}");
    });
}
