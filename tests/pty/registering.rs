//! A user registers an app from the QR code on the screen: scanned by another library, its code
//! computed by another one, in the real program.

use std::time::{SystemTime, UNIX_EPOCH};

use rqrr::PreparedImage;

use super::LEAVE;
use super::harness::Pty;

/// Pixels of a module.
const MODULE: usize = 4;

/// What a camera reads off the screen, whose own background is dark.
fn scanned(pty: &Pty) -> String {
    let screen = pty.cells();
    let (rows, columns) = screen.size();
    let (rows, columns) = (usize::from(rows.get()), usize::from(columns.get()));
    let dark = |x: usize, y: usize| {
        let (column, half) = (x / MODULE, y / MODULE);
        let place = |at: usize| u16::try_from(at).unwrap();
        let Some(cell) = screen.cell(place(half / 2), place(column)) else {
            return true;
        };
        let white = |color: vt100::Color| {
            matches!(
                color,
                vt100::Color::Idx(15 | 7) | vt100::Color::Rgb(255, 255, 255)
            )
        };
        let (text, behind) = (!white(cell.fgcolor()), !white(cell.bgcolor()));
        match (cell.contents(), half % 2) {
            ("\u{2588}", _) | ("\u{2580}", 0) | ("\u{2584}", 1) => text,
            _ => behind,
        }
    };
    let (width, height) = (columns * MODULE, rows * 2 * MODULE);
    let mut image =
        PreparedImage::prepare_from_greyscale(
            width,
            height,
            |x, y| {
                if dark(x, y) { 0 } else { 255 }
            },
        );
    let grids = image.detect_grids();
    let grid = grids.first().expect("there is a QR code on the screen");
    grid.decode().expect("it can be read").1
}

/// The code that an app shows now, by the true time, that was told `address`.
fn code(address: &str) -> String {
    let key = address.split("secret=").nth(1).unwrap();
    let key = totp_rs::Secret::try_from_base32(key.split('&').next().unwrap()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(key).build().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    totp.generate(now.as_secs()).to_string()
}

/// In 2023 an administrator makes Diego register again; Diego scans, types the code of the app, and
/// is in; both logs say so; all of it is taken back. The tenant's clock is years off all the while.
#[test]
fn a_user_registers_an_app_from_the_code_on_the_screen_and_all_of_it_is_undone() {
    let arguments = [
        "--sandbox",
        "--as",
        "admin@contoso.com",
        "--clock",
        "2021-11-23T09:00:00Z",
    ];
    let mut pty = Pty::start(&arguments, (80, 24));
    pty.wait_for("Password");
    pty.keys("<ctrl-t><enter>");
    pty.wait_for("All users");
    pty.keys("/diegos<enter>");
    pty.wait_for("1 of 63 users");
    pty.keys("<enter>");
    pty.wait_for("Usable authentication methods");
    pty.keys("r");
    pty.wait_for("Yes");
    pty.keys("y");
    pty.wait_for("Updates successful");
    pty.keys("<enter>");
    pty.wait_for("No usable methods");
    pty.keys("Y");
    pty.wait_for("a new browser");
    pty.keys("<down><enter>");
    pty.wait_for("Enter password");
    pty.keys("Proof-up!2026<enter>");
    pty.wait_for("More information required");
    pty.keys("<down><enter>");
    pty.wait_for("Scan the QR code");
    let address = scanned(&pty);
    assert!(
        address.starts_with("otpauth://totp/Contoso:DiegoS%40contoso.com?secret="),
        "{address}"
    );
    pty.keys("<enter>");
    pty.wait_for("Enter code");
    pty.keys(&format!("{}<enter>", code(&address)));
    pty.wait_for("Registered: Software OATH token");
    pty.keys("<enter>");
    pty.wait_for("Stay signed in?");
    pty.keys("<enter>");
    pty.wait_for("Diego is signed in");
    pty.keys("4");
    pty.wait_for("Diego Siciliani");
    pty.wait_for("Success");
    pty.keys("5");
    pty.wait_for("User registered");
    pty.keys("u");
    pty.wait_for("Undid: Sign-in of Diego");
    pty.keys("u");
    pty.wait_for("Undid: Require re-register MFA");
    pty.keys("1");
    pty.wait_for("1 of 63 users");
    pty.keys("<enter>");
    pty.wait_for("+1 4255550103");
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}
