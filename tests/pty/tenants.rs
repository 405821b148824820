//! What stays: after quitting, and beside a second copy. After being killed: `kills.rs`.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::harness::Pty;
use super::manners::wakeups;

/// A demo tenant on disk.
struct Tenant {
    _folder: TempDir,
    dir: PathBuf,
}

impl Tenant {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("contoso");
        let made = proofup(&["init", &dir.to_string_lossy()]);
        assert!(made.starts_with("Made Contoso"), "{made}");
        Self {
            _folder: folder,
            dir,
        }
    }

    /// The portal on it, signed in as `upn`, on the first blade.
    fn open_as(&self, upn: &str) -> Pty {
        let mut pty = Pty::start(
            &["--tenant", &self.dir.to_string_lossy(), "--as", upn],
            (120, 40),
        );
        pty.wait_for("Password");
        pty.keys("<ctrl-t><enter>");
        pty.wait_for("63 users");
        pty
    }

    fn open(&self) -> Pty {
        self.open_as("admin@contoso.com")
    }

    fn user(&self, upn: &str) -> String {
        proofup(&["--tenant", &self.dir.to_string_lossy(), "user", upn])
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.dir.join("tenant.ron")).unwrap()
    }
}

fn proofup(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_proofup"));
    let output = command
        .args(arguments)
        .env_remove("PROOFUP_TENANT")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn search(pty: &mut Pty, name: &str) {
    pty.keys(&format!("/{name}<enter>"));
    pty.wait_for("of 63 users");
}

/// A key of its own: behind it in one write, Esc would be Alt.
fn clear(pty: &mut Pty) {
    pty.keys("<esc>");
    pty.wait_for("Search cleared");
}

/// Marks the one user of this name; then so many are selected.
fn mark(pty: &mut Pty, name: &str, selected: usize) {
    search(pty, name);
    pty.keys("<space>");
    pty.wait_for(&format!("{selected} selected"));
    clear(pty);
}

#[test]
fn the_main_job_by_keys_alone_and_everything_as_left_after_a_restart() {
    let tenant = Tenant::new();
    let mut pty = tenant.open_as("authadmin@contoso.com");
    // Five searches.
    mark(&mut pty, "brian", 1);
    for (at, name) in ["grady", "diego", "holly", "allan"].into_iter().enumerate() {
        mark(&mut pty, name, at + 2);
    }
    pty.keys("mm");
    pty.wait_for("5 users selected");
    pty.keys("<space><tab><tab><space>");
    pty.wait_for("What Save will do");
    pty.wait_for("remembered devices");
    pty.keys("<ctrl-s>");
    pty.wait_for("Updates successful");
    pty.wait_for("Brian Johnson");
    pty.keys("<enter>u");
    pty.wait_for("Undid: Manage user settings for 5 users");
    pty.keys("<ctrl-r>");
    pty.wait_for("Did again: Manage user settings for 5 users");
    pty.keys("q");
    pty.keys("q");
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();

    for upn in [
        "BrianJ@contoso.com",
        "DiegoS@contoso.com",
        "AllanD@contoso.com",
    ] {
        let page = tenant.user(upn);
        assert!(
            page.contains("Usable authentication methods: none"),
            "{page}"
        );
        assert!(page.contains("Remembered devices: none"), "{page}");
    }
    let mut again = tenant.open();
    again.keys("/allan<enter><enter>");
    again.wait_for("No usable methods");
    again.keys("<ctrl-c>");
    assert_eq!(again.exit(), 0);
}

#[test]
fn a_global_administrator_among_the_marked_is_refused_with_the_reason_and_the_others_are_done() {
    let tenant = Tenant::new();
    let mut pty = tenant.open_as("authadmin@contoso.com");
    mark(&mut pty, "contoso administrator", 1);
    mark(&mut pty, "allan", 2);
    pty.keys("mm<space><tab><tab><space>");
    pty.wait_for("2 users selected");
    pty.wait_for("a Global Administrator is");
    pty.keys("<ctrl-s>");
    pty.wait_for("1 done, 1 refused");
    pty.keys("<ctrl-c>");
    assert_eq!(pty.exit(), 0);
    let refused = tenant.user("admin@contoso.com");
    assert!(refused.contains("Microsoft Authenticator"), "{refused}");
    assert!(
        !tenant
            .user("AllanD@contoso.com")
            .contains("Microsoft Authenticator")
    );
}

#[test]
fn a_second_copy_reads_only_says_who_writes_and_follows_without_waking() {
    let tenant = Tenant::new();
    let mut first = tenant.open();
    let mut second = tenant.open();
    second.wait_for("read-only");
    second.keys("/allan<enter><enter>");
    second.wait_for("Microsoft Authenticator");
    second.keys("r");
    second.wait_for("Read-only: ");
    second.bytes_within(Duration::from_millis(200));
    let before = wakeups(&second);
    assert_eq!(second.bytes_within(Duration::from_millis(300)), 0);
    assert_eq!(wakeups(&second), before);

    first.keys("/allan<enter><enter>ry");
    first.wait_for("Updates successful");
    second.wait_for("No usable methods");
    first.keys("<enter>u");
    first.wait_for("Undid");
    second.wait_for("Microsoft Authenticator");
    for mut pty in [first, second] {
        pty.keys("<ctrl-c>");
        assert_eq!(pty.exit(), 0);
        pty.assert_restored();
    }
}

#[test]
fn a_broken_file_is_told_with_its_place_and_left_alone() {
    let tenant = Tenant::new();
    let broken = tenant.text().replacen("mfa: Enforced", "mfa: Enbled", 1);
    std::fs::write(tenant.dir.join("tenant.ron"), &broken).unwrap();
    let mut pty = Pty::start(&["--tenant", &tenant.dir.to_string_lossy()], (80, 24));
    assert_eq!(pty.exit(), 1);
    let said = String::from_utf8_lossy(pty.raw()).into_owned();
    assert!(
        said.contains("tenant.ron:") && said.contains("Enbled"),
        "{said}"
    );
    assert_eq!(tenant.text(), broken);
}

#[test]
fn an_edit_while_open_is_kept_and_told_when_leaving() {
    let tenant = Tenant::new();
    let mut pty = tenant.open();
    pty.keys("/allan<enter>by");
    pty.wait_for("Updates successful");
    let edited = tenant
        .text()
        .replacen("Allan Deyoung", "Allan D. Deyoung", 1);
    std::fs::write(tenant.dir.join("tenant.ron"), &edited).unwrap();
    pty.keys("<ctrl-c>");
    assert_eq!(pty.exit(), 1);
    let said = String::from_utf8_lossy(pty.raw()).into_owned();
    assert!(said.contains("tenant.ron.ours"), "{said}");
    assert_eq!(tenant.text(), edited);
}

#[test]
fn a_reset_says_what_is_lost_and_asks_on_the_terminal() {
    let tenant = Tenant::new();
    let mut pty = tenant.open();
    pty.keys("/kim<enter>b<ctrl-s>");
    pty.wait_for("Updates successful");
    pty.keys("<enter>");
    pty.keys(super::LEAVE);
    assert_eq!(pty.exit(), 0);
    let dir = tenant.dir.to_string_lossy().into_owned();
    let blocked = tenant.user("KimA@contoso.com");
    for (answer, done) in [("n", "Nothing was changed."), ("y", "is as it was made.")] {
        let mut pty = Pty::start(&["reset", &dir], (100, 24));
        pty.wait_for("Reset it? [y/N]");
        assert!(
            pty.screen().contains("loses 1 change since"),
            "{}",
            pty.screen()
        );
        pty.keys(&format!("{answer}<enter>"));
        assert_eq!(pty.exit(), 0);
        assert!(pty.screen().contains(done), "{}", pty.screen());
        assert_eq!(tenant.user("KimA@contoso.com") == blocked, answer == "n");
    }
}

/// A scenario has a tenant and a time of its own; leaving it, the real one goes on, untouched.
#[test]
fn a_scenario_is_played_beside_the_tenant_and_leaves_no_trace_there() {
    let tenant = Tenant::new();
    let before = tenant.text();
    let mut pty = tenant.open();
    pty.keys("L");
    pty.wait_for("Play a scenario");
    pty.keys("lost<enter>");
    pty.wait_for("In which edition?");
    pty.keys("2023<enter>");
    pty.wait_for("step 1 of 2");
    pty.keys("<enter>");
    pty.wait_for("2 things are not as expected yet");
    pty.keys("<esc>");
    hidden(&mut pty, "expects");
    pty.keys("<enter>ry");
    pty.wait_for("2 methods deleted");
    pty.keys("<enter>L<enter>");
    pty.wait_for("As expected: step 2 of 2");
    pty.keys("x");
    pty.wait_for("back in the tenant");
    pty.wait_for("63 users");
    pty.wait_for("saved");
    pty.keys("q");
    assert_eq!(pty.exit(), 0);
    assert_eq!(tenant.text(), before);
}

/// Whoever follows lives in the tenant's time at once, and so does whoever comes later.
#[test]
fn the_clock_is_the_tenants_for_a_second_copy_and_after_a_restart() {
    let tenant = Tenant::new();
    let mut first = tenant.open();
    let mut second = tenant.open();
    first.keys("T");
    first.wait_for("The clock shows");
    first.keys("<ctrl-s>");
    first.wait_for("clock 15 days ahead");
    second.wait_for("clock +15 days");
    first.keys("<enter>");
    hidden(&mut first, "clock 15 days ahead");
    first.keys("q");
    assert_eq!(first.exit(), 0);
    second.keys("q");
    assert_eq!(second.exit(), 0);
    assert!(
        tenant.text().contains("clock_days: 15"),
        "{}",
        tenant.text()
    );
    let mut again = tenant.open();
    again.wait_for("clock +15 days");
    again.keys("T<tab><space><ctrl-s>");
    again.wait_for("clock set back to the real time");
    again.keys("<enter>");
    hidden(&mut again, "clock set back");
    again.keys("q");
    assert_eq!(again.exit(), 0);
    assert!(!tenant.text().contains("clock_days"));
}

/// Waits until nothing of `text` is on the screen.
fn hidden(pty: &mut Pty, text: &str) {
    pty.wait("it to go", |pty| !pty.screen().contains(text));
}
