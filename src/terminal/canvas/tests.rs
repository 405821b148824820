use std::num::NonZero;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use rstest::rstest;

use super::*;
use crate::terminal::screen::Screen;

const SIZE: Size = Size::new(40, 6);

/// The bytes that turn a screen showing `before` into one showing `after`, without their brackets.
fn change(before: &[(u16, u16, &str, Style)], after: &[(u16, u16, &str, Style)]) -> String {
    let mut screen = Screen::new(SIZE, Vec::new());
    for texts in [before, after] {
        screen.out_mut().clear();
        let painted = screen.draw(|frame| {
            for (x, y, text, style) in texts {
                frame.buffer_mut().set_string(*x, *y, text, *style);
            }
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
#[case::one_gap(&[], &[(0, 0, "a", PLAIN), (2, 0, "b", PLAIN)], "^[Ha^[Cb")]
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
#[case::long_blank(&[(1, 0, "averylongwordwhole", PLAIN)], &[], "^[18D^[18X")]
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

#[test]
fn the_cursor_is_moved_and_shown_only_when_that_changes() {
    let mut screen = Screen::new(SIZE, Vec::new());
    let mut written = |cursor: Option<(u16, u16)>| {
        screen.out_mut().clear();
        let painted = screen.draw(|frame| {
            if let Some(position) = cursor {
                frame.set_cursor_position(position);
            }
        });
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
    let narrow = prop_oneof!["[a-z ]{0,12}", " {1,40}", "[─│é]{1,8}", "[a-z]{30,50}"];
    // The comparison of frames does not see what a terminal does with half of a wide character:
    // they keep to rows and columns of their own.
    let wide = (0..20u16, 0..2u16, "[한字]{1,12}").prop_map(|(x, y, text)| (2 * x, y, text));
    let place = prop_oneof![
        4 => (0..60u16, 2..9u16, narrow),
        1 => wide,
    ];
    let text = (place, style).prop_map(|((x, y, text), style)| (x, y, text, style));
    proptest::collection::vec(text, 0..12)
}

fn paint(texts: &Texts, buffer: &mut Buffer) {
    for (x, y, text, style) in texts {
        let area = buffer.area;
        if *x < area.width && *y < area.height {
            buffer.set_stringn(*x, *y, text, usize::from(area.width - *x), *style);
        }
    }
}

/// Whether a terminal shows what the buffer holds.
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

proptest! {
    #[test]
    fn a_terminal_shows_every_frame_whatever_came_before(
        frames in proptest::collection::vec((texts(), 0..6u8), 1..8),
    ) {
        let cells = |count: u16| NonZero::new(count).unwrap();
        let mut terminal = vt100::Parser::new(cells(SIZE.height), cells(SIZE.width), 0);
        let mut screen = Screen::new(SIZE, Vec::new());
        for (texts, what) in frames {
            match what {
                0 => screen.repaint(),
                1 | 2 => {
                    let size = Size::new(20 + 17 * u16::from(what), 4 + u16::from(what));
                    screen.resize(size);
                    terminal.screen_mut().set_size(cells(size.height), cells(size.width));
                }
                _ => {}
            }
            let mut wanted = Buffer::default();
            screen.out_mut().clear();
            screen.draw(|frame| {
                paint(&texts, frame.buffer_mut());
                wanted = frame.buffer_mut().clone();
            }).unwrap();
            terminal.process(screen.out_mut());
            prop_assert_eq!(wanted.area, terminal_area(terminal.screen()));
            check(terminal.screen(), &wanted)?;
        }
    }
}

fn terminal_area(screen: &vt100::Screen) -> Rect {
    let (rows, columns) = screen.size();
    Rect::new(0, 0, columns.get(), rows.get())
}
