//! The terminal's cursor and its mouse modes, as the terminal itself sees them.

use super::LEAVE;
use super::harness::{Pty, count};

/// Waits for `text`; then the terminal shows its cursor, and on or behind this.
fn cursor_at(pty: &mut Pty, text: &str, at: &str) {
    pty.wait_for(text);
    let screen = pty.cells();
    assert!(
        !screen.hide_cursor(),
        "the cursor is hidden:\n{}",
        pty.screen()
    );
    let (row, column) = screen.cursor_position();
    let line: String = (0..screen.size().1.get())
        .filter_map(|x| screen.cell(row, x))
        .map(|cell| {
            if cell.has_contents() {
                cell.contents()
            } else {
                " "
            }
        })
        .collect();
    let from = usize::from(column).saturating_sub(at.chars().count() + 2);
    let around: String = line
        .chars()
        .skip(from)
        .take(2 * at.chars().count() + 6)
        .collect();
    assert!(
        around.contains(at),
        "`{at}` is not at the cursor but `{around}`:\n{}",
        pty.screen()
    );
}

#[test]
fn the_terminals_cursor_follows_the_focus_through_fields_rows_boxes_and_buttons() {
    let mut pty = Pty::start(&["--sandbox"], (80, 24));
    cursor_at(&mut pty, "Pick an account", "authadmin@");
    pty.keys("<enter>");
    pty.wait_for("Password");
    pty.keys("<ctrl-t><enter>");
    cursor_at(&mut pty, "Display name", "\u{2610}  Adele");
    pty.keys("<down>");
    pty.wait("the next row", |pty| pty.reversed().contains("Alex Wilber"));
    cursor_at(&mut pty, "Alex Wilber", "\u{2610}  Alex");
    pty.keys("/kim");
    cursor_at(&mut pty, "of 63 users", "kim");
    pty.keys("<enter><space>mm");
    cursor_at(&mut pty, "Manage user settings  1", "[ ] Require");
    pty.keys("<down>");
    pty.wait("the second box", |pty| {
        pty.reversed().contains("[ ] Delete")
    });
    cursor_at(&mut pty, "Manage user settings  1", "[ ] Delete");
    pty.keys("<tab><tab><tab>");
    pty.wait("the button", |pty| pty.reversed().contains("[ close ]"));
    cursor_at(&mut pty, "Manage user settings  1", "[ close ]");
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}

/// How often each of the modes is set and reset: clicks and wheel, and their coordinates.
fn modes(pty: &Pty) -> [[usize; 2]; 2] {
    [1000, 1006]
        .map(|mode| ['h', 'l'].map(|end| count(pty.raw(), format!("\x1b[?{mode}{end}").as_bytes())))
}

#[test]
fn f8_sets_and_resets_exactly_the_two_modes_of_clicks_and_wheel() {
    let mut pty = Pty::signed_in((80, 24));
    assert_eq!(modes(&pty), [[1, 0], [1, 0]]);
    pty.keys("<f8>");
    pty.wait_for("Mouse off");
    assert_eq!(modes(&pty), [[1, 1], [1, 1]]);
    pty.keys("<f8>");
    pty.wait_for("Mouse on");
    assert_eq!(modes(&pty), [[2, 1], [2, 1]]);
    // A click on the third row.
    pty.send(b"\x1b[<0;10;11M\x1b[<0;10;11m");
    pty.wait("the clicked row", |pty| {
        pty.reversed().contains("Alicia Thornber")
    });
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    assert_eq!(modes(&pty), [[2, 2], [2, 2]]);
    for other in [1001, 1002, 1003, 1005, 1015, 1016] {
        assert_eq!(count(pty.raw(), format!("\x1b[?{other}h").as_bytes()), 0);
    }
    pty.assert_restored();
}

#[test]
fn no_mouse_never_asks_for_it_until_f8_does_and_then_gives_it_back() {
    let mut pty = Pty::start(&["--sandbox", "--no-mouse"], (80, 24));
    pty.wait_for("Pick an account");
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    assert_eq!(modes(&pty), [[0, 0], [0, 0]]);

    let mut pty = Pty::start(
        &["--sandbox", "--no-mouse", "--as", "admin@contoso.com"],
        (80, 24),
    );
    pty.wait_for("Password");
    pty.keys("<ctrl-t><enter>");
    pty.wait_for("All users");
    pty.keys("<f8>");
    pty.wait_for("Mouse on");
    assert_eq!(modes(&pty), [[1, 0], [1, 0]]);
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    assert_eq!(modes(&pty), [[1, 1], [1, 1]]);
    pty.assert_restored();
}
