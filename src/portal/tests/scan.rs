//! Registering an app by QR code: what a camera sees of the screen is decoded by another library,
//! and the codes of the app that scanned it, made by another library too, let the user in.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use rqrr::PreparedImage;
use rstest::rstest;

use super::harness::{AIRY, GLOBAL, NOW, Portal, SMALL};
use super::picture;
use crate::domain::method::{Method, MethodKind};
use crate::domain::time::{DAY, Timestamp};
use crate::portal::theme::{Theme, UNICODE};

const WIDE: (u16, u16) = (180, 50);
const UPN: &str = "DiegoS@contoso.com";

/// Pixels of a module.
const MODULE: usize = 4;

/// A terminal with light text on dark, or dark text on light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Background {
    Dark,
    Light,
}

/// Whether the upper and the lower half of a cell look dark. Letters are as good as not there.
fn halves(cell: &Cell, background: Background) -> [bool; 2] {
    let dark = |color: Color, is_text: bool| match color {
        Color::Reset => (background == Background::Dark) != is_text,
        Color::White => false,
        _ => true,
    };
    let (mut text, mut behind) = (dark(cell.fg, true), dark(cell.bg, false));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut text, &mut behind);
    }
    let [both, upper, lower] = UNICODE.halves.unwrap();
    match cell.symbol() {
        symbol if symbol == both => [text, text],
        symbol if symbol == upper => [text, behind],
        symbol if symbol == lower => [behind, text],
        _ => [behind, behind],
    }
}

/// What a camera reads off the screen.
fn scanned(portal: &mut Portal, background: Background) -> Option<String> {
    portal.screen();
    let buffer: &Buffer = portal.terminal.backend().buffer();
    let (columns, rows) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let halves: Vec<_> = buffer
        .content
        .iter()
        .map(|cell| halves(cell, background))
        .collect();
    let dark = |x: usize, y: usize| {
        let (column, half) = (x / MODULE, y / MODULE);
        halves[half / 2 * columns + column][half % 2]
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
    let (_, text) = grids.first()?.decode().ok()?;
    Some(text)
}

/// Where Diego, who must register again, is to choose what.
fn at_choice(size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
    portal.open(UPN).keys("ry<Enter>Y<Down><Enter><C-t>");
    portal.shows("More information required");
    portal
}

/// Where any authenticator app scans.
fn at_scan(size: (u16, u16)) -> Portal {
    let mut portal = at_choice(size);
    portal.keys("<Down><Enter>").shows("Scan the QR code");
    portal
}

/// The address, as `y` copies it.
fn address(portal: &mut Portal) -> String {
    portal.keys("y").copied.last().unwrap().clone()
}

/// The code that an app shows at `at` that was told `address`.
pub fn code(address: &str, at: Timestamp) -> String {
    let key = address.split("secret=").nth(1).unwrap();
    let key = totp_rs::Secret::try_from_base32(key.split('&').next().unwrap()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(key).build().unwrap();
    totp.generate(u64::try_from(at.0).unwrap()).to_string()
}

#[rstest]
fn a_camera_reads_the_address_off_any_terminal(
    #[values(SMALL, AIRY, WIDE)] size: (u16, u16),
    #[values("ansi", "light")] theme: &str,
    #[values(Background::Dark, Background::Light)] background: Background,
) {
    let mut portal = at_scan(size).themed(&Theme::called(theme).unwrap());
    let address = address(&mut portal);
    assert!(address.starts_with("otpauth://totp/Contoso:DiegoS%40contoso.com?secret="));
    assert_eq!(scanned(&mut portal, background), Some(address));
}

#[test]
fn in_ascii_two_cells_make_a_module() {
    let mut portal = at_scan(WIDE).in_ascii().themed(&Theme::ansi());
    assert!(portal.screen().is_ascii());
    let address = address(&mut portal);
    assert_eq!(scanned(&mut portal, Background::Light), Some(address));
}

#[test]
fn without_colours_light_and_dark_can_be_swapped() {
    let mut portal = at_scan(SMALL).themed(&Theme::mono());
    let address = address(&mut portal);
    assert_eq!(
        scanned(&mut portal, Background::Dark),
        Some(address.clone())
    );
    assert_eq!(scanned(&mut portal, Background::Light), None);
    portal.keys("<Down><Down><Enter>");
    assert_eq!(scanned(&mut portal, Background::Light), Some(address));
    portal.keys("<Down><Down><Enter>");
    assert_eq!(scanned(&mut portal, Background::Light), None);
}

#[test]
fn an_app_that_scanned_it_lets_in_now_and_later_and_no_code_twice() {
    let mut portal = at_scan(SMALL);
    let address = address(&mut portal);
    portal.keys("<Enter>").shows("Enter code");
    portal.keys("000000<Enter>").shows("That code is not right");
    let first = code(&address, NOW);
    portal.keys(&format!("<C-u>{first}<Enter>"));
    portal.shows("Registered: Software OATH token");
    portal.keys("<Enter><Enter>").shows("Diego is signed in");
    let kinds: Vec<_> = portal.user(UPN).methods.iter().map(Method::kind).collect();
    assert_eq!(kinds, [MethodKind::SoftwareOath]);
    portal.keys("<Enter><Enter><C-t>").shows("Enter code");
    portal.keys(&format!("{first}<Enter>"));
    portal.shows("That code was used already");
    let next = code(&address, NOW.plus_seconds(30));
    portal.keys(&format!("<C-u>{next}<Enter>"));
    portal.shows("Stay signed in?");
}

#[test]
fn codes_go_by_the_true_time_whatever_the_tenants_clock_says() {
    let mut portal = at_scan(SMALL);
    let address = address(&mut portal);
    let real = NOW.plus_seconds(-1000 * DAY);
    portal.ahead_by(1000 * DAY).keys("<Enter>");
    portal.keys(&format!("{}<Enter>", code(&address, NOW)));
    portal.shows("That code is not right");
    portal.keys(&format!("<C-u>{}<Enter>", code(&address, real)));
    portal.shows("Registered: Software OATH token");
    portal.keys("<Enter><Enter><Enter>");
    assert_eq!(portal.user(UPN).methods[0].added, NOW, "the tenant's clock");
    portal.keys("<Enter><C-t><C-t>");
    portal.keys("<Enter>").shows("That code was used already");
}

#[test]
fn who_cannot_scan_types_the_key() {
    let mut portal = at_scan(SMALL);
    let address = address(&mut portal);
    portal
        .keys("<Down><Enter>")
        .shows("Can't scan the QR code?");
    let key = address.split("secret=").nth(1).unwrap();
    let key = key.split('&').next().unwrap();
    let grouped: Vec<_> = key
        .as_bytes()
        .chunks(4)
        .map(|four| std::str::from_utf8(four).unwrap())
        .collect();
    portal.shows(&grouped[..6].join(" "));
    portal.keys("<Down><Enter>").shows("Scan the QR code");
    portal
        .keys("<Up><Enter>")
        .shows("More information required");
}

#[test]
fn where_the_code_has_no_room_the_key_stands_in_its_place() {
    for mut portal in [at_scan((60, 16)), at_scan(SMALL).in_ascii()] {
        portal
            .shows("The QR code needs a window of")
            .shows("Secret key");
        let address = address(&mut portal);
        portal.keys("<Enter>");
        portal.keys(&format!("{}<Enter>", code(&address, NOW)));
        portal.shows("Registered: Software OATH token");
    }
}

/// The key stays out of the pictures (D20).
fn hold(portal: &mut Portal, name: &str) {
    let address = address(portal);
    portal.model.status = None;
    let key = address.split("secret=").nth(1).unwrap();
    let key = key.split('&').next().unwrap();
    let (columns, rows) = portal.model.size;
    let picture = portal.picture();
    let (screen, roles) = picture.split_once("\n~~~").unwrap();
    let hidden: String = screen
        .lines()
        .zip(portal.roles().lines())
        .map(|(line, roles)| {
            let roles = roles.chars().chain(std::iter::repeat(' '));
            let cells = line.chars().chain(std::iter::repeat(' ')).zip(roles);
            let cells = cells.take(usize::from(columns));
            let cells = cells.map(|(cell, role)| if "LD".contains(role) { '#' } else { cell });
            let line = cells.collect::<String>();
            line.trim_end().to_owned() + "\n"
        })
        .collect();
    // A line may break anywhere in it.
    let parts = (3..=key.len()).rev().flat_map(|length| {
        let starts = 0..=key.len() - length;
        starts.map(move |at| &key[at..at + length])
    });
    let hidden = parts.fold(hidden, |text, part| {
        text.replace(part, &"*".repeat(part.len()))
    });
    let roles = roles.replace('D', "L");
    picture::hold(
        &format!("{name}_{columns}x{rows}"),
        &format!("{hidden}~~~{roles}"),
    );
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        hold(&mut at_scan(size), "scan");
        let mut portal = at_scan(size);
        portal.keys("<Down><Enter>");
        hold(&mut portal, "scan_as_text");
        at_choice(size)
            .keys("<Down><Down><Enter>")
            .snapshot("register_phone");
    }
    hold(&mut at_scan((60, 16)), "scan");
    hold(&mut at_scan(WIDE).in_ascii(), "ascii_scan");
    hold(&mut at_scan(SMALL).in_ascii(), "ascii_scan");
}
