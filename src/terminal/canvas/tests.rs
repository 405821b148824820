use std::num::NonZero;

use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use rstest::rstest;
use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::terminal::screen::Screen;

const SIZE: Size = Size::new(40, 6);

/// The bytes that turn a screen showing `before` into one showing `after`, without their brackets.
fn change(before: &[(u16, u16, &str, Style)], after: &[(u16, u16, &str, Style)]) -> String {
    let mut screen = Screen::new(SIZE, Vec::new());
    for texts in [before, after] {
        screen.out_mut().clear();
        let painted = screen.draw(|grid| {
            for (x, y, text, style) in texts {
                grid.graphemes((*x, *y), SIZE.width, text, *style);
            }
            None
        });
        painted.unwrap();
    }
    let bytes = String::from_utf8(screen.out_mut().clone()).unwrap();
    bytes
        .replace("\x1b[?2026h", "")
        .replace("\x1b[?2026l", "")
        .replace('\x1b', "^")
}

const PLAIN: Style = Style::new();

#[rstest]
#[case::same(&[(0, 0, "a", PLAIN)], &[(0, 0, "a", PLAIN)], "")]
#[case::first_column(&[], &[(0, 2, "a", PLAIN)], "^[3Ha")]
#[case::next_line(&[], &[(0, 0, "ab", PLAIN), (0, 1, "c", PLAIN)], "^[Hab\r\nc")]
#[case::gap(&[], &[(0, 0, "a", PLAIN), (9, 0, "b", PLAIN)], "^[Ha^[8Cb")]
#[case::one_gap(&[], &[(0, 0, "a", PLAIN), (2, 0, "b", PLAIN)], "^[Ha b")]
#[case::short_gap(&[(0, 0, "abcde", PLAIN)], &[(0, 0, "xbcdx", PLAIN)], "\rxbcdx")]
#[case::gap_in_another_pen(
    &[(0, 0, "abc", PLAIN.bold())],
    &[(0, 0, "x", PLAIN), (1, 0, "b", PLAIN.bold()), (2, 0, "x", PLAIN)],
    "\rx^[Cx"
)]
#[case::below(&[], &[(3, 0, "a", PLAIN), (4, 3, "b", PLAIN)], "^[1;4Ha^[3Bb")]
#[case::elsewhere(&[], &[(3, 0, "a", PLAIN), (9, 3, "b", PLAIN)], "^[1;4Ha^[4;10Hb")]
#[case::named_color(&[], &[(0, 0, "a", PLAIN.fg(Color::Red))], "^[H^[31ma^[m")]
#[case::bright_background(&[], &[(0, 0, "a", PLAIN.bg(Color::LightBlue))], "^[H^[104ma^[m")]
#[case::indexed(&[], &[(0, 0, "a", PLAIN.fg(Color::Indexed(7)))], "^[H^[38;5;7ma^[m")]
#[case::direct(&[], &[(0, 0, "a", PLAIN.fg(Color::Rgb(1, 2, 3)))], "^[H^[38;2;1;2;3ma^[m")]
#[case::together(&[], &[(0, 0, "a", PLAIN.fg(Color::Blue).bold().reversed())], "^[H^[1;7;34ma^[m")]
#[case::only_what_differs(
    &[],
    &[(0, 0, "a", PLAIN.bold().reversed()), (1, 0, "b", PLAIN.bold())],
    "^[H^[1;7ma^[27mb^[m"
)]
#[case::one_number_ends_two(
    &[],
    &[(0, 0, "a", PLAIN.bold().dim()), (1, 0, "b", PLAIN.dim())],
    "^[H^[1;2ma^[22;2mb^[m"
)]
#[case::short_blank(&[(1, 0, "abc", PLAIN)], &[], "^[3D   ")]
#[case::long_blank(
    &[(0, 1, "averylongword b", PLAIN)],
    &[(14, 1, "b", PLAIN)],
    "\r^[13X"
)]
#[case::blank_but_to_the_end(&[(1, 0, "averylongwordwhole", PLAIN)], &[], "^[18D^[K")]
#[case::invisible(&[], &[(0, 0, "   ", PLAIN.bold().fg(Color::Red))], "")]
#[case::blank_to_the_end(&[(30, 0, "0123456789", PLAIN)], &[], "^[1;31H^[K")]
#[case::reversed_blank(&[], &[(0, 0, "    ", PLAIN.reversed())], "^[H^[7m    ^[m")]
#[case::after_the_last_column(&[], &[(39, 0, "a", PLAIN), (0, 1, "b", PLAIN)], "^[1;40Ha^[2Hb")]
#[case::after_a_wide_character(&[], &[(0, 0, "한b", PLAIN)], "^[H한^[1;3Hb")]
fn a_change_takes_few_bytes(
    #[case] before: &[(u16, u16, &str, Style)],
    #[case] after: &[(u16, u16, &str, Style)],
    #[case] bytes: &str,
) {
    assert_eq!(change(before, after), bytes);
}

/// Lines from `first` on, the one that is in focus reversed, below a heading.
fn list(first: usize, focus: usize) -> Vec<(u16, u16, &'static str, Style)> {
    const NAMES: [&str; 8] = [
        "Adele Vance, member",
        "Alex Wilber, guest",
        "Allan Deyoung, member",
        "Diego Siciliani, member",
        "Grady Archie, guest",
        "Henrietta Mueller, member",
        "Isaiah Langer, guest",
        "Johanna Lorenz, member",
    ];
    let mut texts = vec![(0, 0, "Users", PLAIN.bold())];
    for (y, row) in (1..SIZE.height).zip(first..) {
        let style = if row == focus {
            PLAIN.reversed()
        } else {
            PLAIN
        };
        texts.push((2, y, NAMES[row], style));
    }
    texts
}

#[rstest]
#[case::down(
    (0, 4),
    (1, 5),
    "^[1;6r^[2H^[M^[r^[5;3HGrady Archie, guest^[6;3H^[7mHenrietta Mueller, member^[m"
)]
#[case::up(
    (1, 1),
    (0, 0),
    "^[1;6r^[2H^[L^[r^[2;3H^[7mAdele Vance, member^[3;3H^[mAlex Wilber, guest"
)]
#[case::by_two((0, 9), (2, 9), "^[1;6r^[2H^[2M^[r^[5;3HHenrietta Mueller, member^[6;3HIsaiah Langer, guest")]
fn lines_that_moved_are_scrolled(
    #[case] before: (usize, usize),
    #[case] after: (usize, usize),
    #[case] bytes: &str,
) {
    assert_eq!(
        change(&list(before.0, before.1), &list(after.0, after.1)),
        bytes
    );
}

#[test]
fn what_is_shorter_to_paint_is_not_scrolled() {
    let before = [(0, 0, "a", PLAIN), (0, 1, "b", PLAIN), (0, 2, "c", PLAIN)];
    let after = [(0, 0, "b", PLAIN), (0, 1, "c", PLAIN)];
    assert_eq!(change(&before, &after), "^[Hb\r\nc\r\n ");
}

#[test]
fn nothing_of_a_cell_is_taken_for_a_command() {
    let mut screen = Screen::new(SIZE, Vec::new());
    let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, SIZE)));
    for (x, symbol) in (0..).zip(["\x1b[2J", "\n", "a"]) {
        buffer[(x, 0)].set_symbol(symbol);
    }
    let painted = screen.draw(|grid| {
        grid.stamp(&buffer);
        None
    });
    painted.unwrap();
    assert_eq!(screen.out_mut(), b"\x1b[?2026h\x1b[1;3Ha\x1b[?2026l");
}

#[test]
fn the_cursor_is_moved_and_shown_only_when_that_changes() {
    let mut screen = Screen::new(SIZE, Vec::new());
    let mut written = |cursor: Option<(u16, u16)>| {
        screen.out_mut().clear();
        let painted = screen.draw(|_| cursor.map(Position::from));
        painted.unwrap();
        String::from_utf8(screen.out_mut().clone()).unwrap()
    };
    assert_eq!(written(None), "");
    assert_eq!(
        written(Some((4, 2))),
        "\x1b[?2026h\x1b[3;5H\x1b[?25h\x1b[?2026l"
    );
    assert_eq!(written(Some((4, 2))), "");
    assert_eq!(written(Some((5, 2))), "\x1b[?2026h\x1b[C\x1b[?2026l");
    assert_eq!(written(None), "\x1b[?2026h\x1b[?25l\x1b[?2026l");
}

#[test]
fn a_repaint_takes_nothing_for_granted_about_the_cursor() {
    let mut screen = Screen::new(SIZE, Vec::new());
    screen.draw(|_| Some(Position::new(4, 2))).unwrap();
    screen.out_mut().clear();
    screen.repaint();
    screen.draw(|_| None).unwrap();
    assert_eq!(screen.out_mut(), b"\x1b[?2026h\x1b[2J\x1b[?25l\x1b[?2026l");
}

/// A frame, as runs of text in styles.
type Texts = Vec<(u16, u16, String, Style)>;

fn texts() -> impl Strategy<Value = Texts> {
    let color = prop_oneof![
        Just(Color::Reset),
        Just(Color::Red),
        Just(Color::White),
        Just(Color::Indexed(200)),
        Just(Color::Rgb(1, 2, 3)),
    ];
    let modifier = proptest::sample::select(vec![
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::REVERSED,
        Modifier::UNDERLINED,
        Modifier::BOLD.union(Modifier::ITALIC),
        Modifier::DIM.union(Modifier::REVERSED),
    ]);
    let style = (color.clone(), color, modifier)
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier));
    let text = prop_oneof![
        4 => "[a-z ]{0,12}",
        2 => " {1,40}",
        2 => "[─│é]{1,8}",
        1 => "[a-z]{30,50}",
        3 => "[한字a ]{1,12}",
        // The judge takes joined emoji apart.
        1 => "(e\u{301}|👩|x){1,6}",
    ];
    let text = (0..60u16, 0..14u16, text, style);
    proptest::collection::vec(text, 0..24)
}

fn paint(texts: &Texts, buffer: &mut Buffer) {
    for (x, y, text, style) in texts {
        let area = buffer.area;
        if *x < area.width && *y < area.height {
            buffer.set_stringn(*x, *y, text, usize::from(area.width - *x), *style);
        }
    }
}

/// Whether a terminal shows what the buffer holds. A wide character takes the place of the cells
/// behind it.
fn check(screen: &vt100::Screen, buffer: &Buffer) -> Result<(), TestCaseError> {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let (wanted, shown) = (&buffer[(x, y)], screen.cell(y, x).unwrap());
            let symbol = if shown.has_contents() {
                shown.contents()
            } else {
                " "
            };
            prop_assert_eq!(symbol, wanted.symbol(), "at {},{}", x, y);
            prop_assert_eq!(shown.bgcolor(), color(wanted.bg), "at {},{}", x, y);
            let flags = [
                (shown.inverse(), Modifier::REVERSED),
                (shown.underline(), Modifier::UNDERLINED),
            ];
            for (set, modifier) in flags {
                prop_assert_eq!(
                    set,
                    wanted.modifier.contains(modifier),
                    "{:?} at {},{}",
                    modifier,
                    x,
                    y
                );
            }
            if wanted.symbol() != " " {
                prop_assert_eq!(shown.fgcolor(), color(wanted.fg));
                // The judge knows either bold or dim, not both.
                let dim = wanted.modifier.contains(Modifier::DIM);
                let bold = wanted.modifier.contains(Modifier::BOLD);
                prop_assert!(dim && bold || shown.bold() == bold);
                prop_assert_eq!(shown.italic(), wanted.modifier.contains(Modifier::ITALIC));
            }
            x += u16::try_from(wanted.symbol().width()).unwrap();
        }
    }
    Ok(())
}

fn color(color: Color) -> vt100::Color {
    match color {
        Color::Red => vt100::Color::Idx(1),
        Color::White => vt100::Color::Idx(15),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        _ => vt100::Color::Default,
    }
}

/// What comes between two frames.
#[derive(Debug, Clone)]
enum Step {
    Paint(Texts),
    /// The lines from the first to the second move, and some text comes on top.
    Move(u16, u16, i16, Texts),
    Repaint,
    Resize(u16, u16),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => texts().prop_map(Step::Paint),
        4 => (0..14u16, 0..14u16, -4..5i16, proptest::collection::vec(texts(), 0..2))
            .prop_map(|(top, bottom, lines, texts)| Step::Move(top, bottom, lines, texts.concat())),
        1 => Just(Step::Repaint),
        1 => (1..60u16, 1..14u16).prop_map(|(width, height)| Step::Resize(width, height)),
    ]
}

/// The picture with these lines moved; what was in the way is gone.
fn moved(before: &Buffer, top: u16, bottom: u16, lines: i16) -> Buffer {
    let mut after = before.clone();
    for y in top..=bottom.min(before.area.height.saturating_sub(1)) {
        let from = y
            .checked_add_signed(lines)
            .filter(|from| (top..=bottom).contains(from) && *from < before.area.height);
        for x in 0..before.area.width {
            after[(x, y)] = from.map_or_else(Cell::default, |from| before[(x, from)].clone());
        }
    }
    after
}

proptest! {
    #[test]
    fn a_terminal_shows_every_frame_whatever_came_before(
        size in (1..60u16, 1..14u16),
        colored in any::<bool>(),
        steps in proptest::collection::vec(step(), 1..8),
    ) {
        let cells = |count: u16| NonZero::new(count).unwrap();
        let mut size = Size::new(size.0, size.1);
        let mut terminal = vt100::Parser::new(cells(size.height), cells(size.width), 0);
        let mut screen = Screen::new(size, Vec::new());
        let mut wanted = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        for step in steps {
            match step {
                Step::Paint(texts) => {
                    wanted.reset();
                    paint(&texts, &mut wanted);
                }
                Step::Move(top, bottom, lines, texts) => {
                    wanted = moved(&wanted, top, bottom, lines);
                    paint(&texts, &mut wanted);
                }
                Step::Repaint => screen.repaint(),
                Step::Resize(width, height) => {
                    size = Size::new(width, height);
                    screen.resize(size);
                    terminal.screen_mut().set_size(cells(height), cells(width));
                    wanted = Buffer::empty(Rect::from((Position::ORIGIN, size)));
                }
            }
            if !colored {
                wanted.set_style(wanted.area, Style::new().fg(Color::Reset).bg(Color::Reset));
            }
            screen.out_mut().clear();
            let painted = screen.draw(|grid| {
                grid.stamp(&wanted);
                None
            });
            prop_assert_eq!(painted.unwrap(), screen.out_mut().len());
            terminal.process(screen.out_mut());
            check(terminal.screen(), &wanted)?;
        }
    }
}
