//! How things look: one table of tones and one of glyphs. Nothing else names a colour or a
//! character beyond ASCII.

mod spelling;

pub use spelling::{attributes, colour, colour_name};

use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use crate::grid::{Grid, Pen};

/// What a piece of the screen means. A theme says how each looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary text.
    Plain,
    /// Titles and names that stand out.
    Strong,
    /// Text beside the point: headings of columns, hints, what is as before.
    Muted,
    /// The one accent: where one is, what is marked, what can be typed into.
    Accent,
    /// The row or control that has the focus. Reversed, never only coloured.
    Focus,
    /// The top bar.
    Bar,
    /// What stands out in the top bar.
    BarStrong,
    /// What is beside the point in the top bar.
    BarMuted,
    /// It went well; it is protected.
    Good,
    /// Mind this.
    Caution,
    /// Refused, blocked, missing.
    Danger,
    /// The letter of a command or a hint that is the key.
    Key,
    /// A command that cannot be used now.
    Disabled,
    /// A filter in force.
    Chip,
    /// The frame of a dialog.
    Border,
    /// A light module of a QR code, and dark ones drawn on it.
    ModuleLight,
    /// A dark module of a QR code, where it has cells of its own.
    ModuleDark,
}

impl Tone {
    /// Every tone, with the letter that stands for it in the tests' role layer.
    pub const ALL: [(Self, char); 17] = [
        (Self::Plain, '.'),
        (Self::Strong, 's'),
        (Self::Muted, 'm'),
        (Self::Accent, 'a'),
        (Self::Focus, 'F'),
        (Self::Bar, 'b'),
        (Self::BarStrong, 'B'),
        (Self::BarMuted, 'u'),
        (Self::Good, 'g'),
        (Self::Caution, 'c'),
        (Self::Danger, 'd'),
        (Self::Key, 'k'),
        (Self::Disabled, 'x'),
        (Self::Chip, 'h'),
        (Self::Border, 'r'),
        (Self::ModuleLight, 'L'),
        (Self::ModuleDark, 'D'),
    ];
}

/// How each tone looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme([Style; Tone::ALL.len()]);

impl Default for Theme {
    fn default() -> Self {
        Self::ansi()
    }
}

impl Theme {
    /// The names of the built-in themes.
    pub const NAMES: [&'static str; 3] = ["ansi", "light", "mono"];

    /// The terminal's own background and its 16 named colours, for dark backgrounds.
    pub fn ansi() -> Self {
        Self::of(ansi)
    }

    /// The same for light backgrounds.
    pub fn light() -> Self {
        Self::of(light)
    }

    /// No colour at all: bold, dim, underlined and reversed only. Also what `NO_COLOR` means.
    pub fn mono() -> Self {
        Self::of(mono)
    }

    /// The built-in theme of this name.
    pub fn called(name: &str) -> Option<Self> {
        let themes = [Self::ansi(), Self::light(), Self::mono()];
        let at = Self::NAMES.iter().position(|one| *one == name)?;
        themes.get(at).copied()
    }

    /// One index colour per tone, so that a test can read the tones back.
    #[cfg(test)]
    pub fn probe() -> Self {
        Self::of(|tone| Style::new().fg(Color::Indexed(tone as u8 + 100)))
    }

    fn of(style: impl Fn(Tone) -> Style) -> Self {
        Self(Tone::ALL.map(|(tone, _)| style(tone)))
    }

    /// How `tone` looks.
    pub fn style(&self, tone: Tone) -> Style {
        self.0[tone as usize]
    }

    /// Whether anything has a colour.
    pub fn has_colours(&self) -> bool {
        self.0
            .iter()
            .any(|style| style.fg.is_some() || style.bg.is_some())
    }

    /// The same, but `tone` looks like this.
    pub fn set(&mut self, tone: Tone, style: Style) {
        self.0[tone as usize] = style;
    }
}

fn ansi(tone: Tone) -> Style {
    let style = Style::new();
    match tone {
        Tone::Plain => style,
        Tone::Strong => style.add_modifier(Modifier::BOLD),
        Tone::Muted | Tone::Disabled => style.fg(Color::DarkGray),
        Tone::Accent => style.fg(Color::LightBlue).add_modifier(Modifier::BOLD),
        Tone::Focus => style.add_modifier(Modifier::REVERSED),
        // Gray on blue is not to be read in the colours of many a terminal.
        Tone::Bar | Tone::BarMuted => style.fg(Color::White).bg(Color::Blue),
        Tone::BarStrong => style
            .fg(Color::White)
            .bg(Color::Blue)
            .add_modifier(Modifier::BOLD),
        Tone::Good => style.fg(Color::Green),
        Tone::Caution => style.fg(Color::Yellow),
        Tone::Danger => style.fg(Color::LightRed),
        Tone::Key => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Tone::Chip => style.fg(Color::White).bg(Color::DarkGray),
        Tone::Border => style.fg(Color::LightBlue),
        // Explicit on both sides: a scanner cannot guess the terminal's background.
        Tone::ModuleLight => style.fg(Color::Black).bg(Color::White),
        Tone::ModuleDark => style.fg(Color::White).bg(Color::Black),
    }
}

fn light(tone: Tone) -> Style {
    match tone {
        Tone::Accent => Style::new().fg(Color::Blue).add_modifier(Modifier::BOLD),
        Tone::Border => Style::new().fg(Color::Blue),
        Tone::Caution => Style::new().fg(Color::Magenta),
        Tone::Danger => Style::new().fg(Color::Red),
        other => ansi(other),
    }
}

fn mono(tone: Tone) -> Style {
    let style = Style::new();
    match tone {
        Tone::Plain | Tone::Good | Tone::Border | Tone::ModuleDark => style,
        Tone::Strong | Tone::Accent | Tone::Caution | Tone::Danger => {
            style.add_modifier(Modifier::BOLD)
        }
        Tone::Muted | Tone::Disabled => style.add_modifier(Modifier::DIM),
        Tone::Focus | Tone::Bar | Tone::BarMuted | Tone::Chip | Tone::ModuleLight => {
            style.add_modifier(Modifier::REVERSED)
        }
        Tone::BarStrong => style.add_modifier(Modifier::REVERSED | Modifier::BOLD),
        Tone::Key => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
    }
}

/// The characters beyond letters, each one cell wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// An unticked box of a list.
    pub unmarked: &'static str,
    /// A ticked box of a list.
    pub marked: &'static str,
    /// Some are ticked.
    pub partly: &'static str,
    /// Sorted upwards.
    pub ascending: &'static str,
    /// Sorted downwards.
    pub descending: &'static str,
    /// Between the crumbs of the way.
    pub crumb: &'static str,
    /// A horizontal line.
    pub horizontal: &'static str,
    /// A vertical line.
    pub vertical: &'static str,
    /// Where one is in the menu.
    pub here: &'static str,
    /// What was cut off.
    pub ellipsis: &'static str,
    /// Between facts of one line.
    pub dot: &'static str,
    /// The search field.
    pub search: &'static str,
    /// More below.
    pub down: &'static str,
    /// More above.
    pub up: &'static str,
    /// From before to after.
    pub arrow: &'static str,
    /// A cell of a bar in a chart.
    pub bar: &'static str,
    /// The cells of a sparkline, from nothing to the most.
    pub spark: [&'static str; 9],
    /// Both modules of a cell of a QR code dark, the upper one, the lower one; `None`: the terminal
    /// has no such characters.
    pub halves: Option<[&'static str; 3]>,
    /// A letter of a password.
    pub hidden: &'static str,
    /// The notifications.
    pub bell: &'static str,
    /// Up and down, as a key hint.
    pub key_up_down: &'static str,
    /// The space bar, as a key hint.
    pub key_space: &'static str,
    /// The Enter key, as a key hint.
    pub key_enter: &'static str,
    /// Corners of a dialog: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
}

/// For terminals that show Unicode.
pub const UNICODE: Glyphs = Glyphs {
    unmarked: "☐",
    marked: "☑",
    partly: "☒",
    ascending: "▲",
    descending: "▼",
    crumb: "›",
    horizontal: "─",
    vertical: "│",
    here: "▌",
    ellipsis: "…",
    dot: "·",
    search: "⌕",
    down: "↓",
    up: "↑",
    arrow: "→",
    bar: "█",
    spark: ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    halves: Some(["█", "▀", "▄"]),
    hidden: "•",
    bell: "◔",
    key_up_down: "↑↓",
    key_space: "␣",
    key_enter: "⏎",
    corners: ["╭", "╮", "╰", "╯"],
};

/// For terminals that do not, and for `--ascii`.
pub const ASCII: Glyphs = Glyphs {
    unmarked: "-",
    marked: "x",
    partly: "/",
    ascending: "^",
    descending: "v",
    crumb: ">",
    horizontal: "-",
    vertical: "|",
    here: ">",
    ellipsis: "~",
    dot: "-",
    search: "/",
    down: "v",
    up: "^",
    arrow: ">",
    bar: "#",
    spark: [".", "_", "-", ":", "=", "+", "*", "%", "#"],
    halves: None,
    hidden: "*",
    bell: "!",
    key_up_down: "Up/Dn",
    key_space: "Space",
    key_enter: "Enter",
    corners: ["+", "+", "+", "+"],
};

impl Glyphs {
    /// Behind the heading that a list is sorted by.
    pub fn sorted(&self, descending: bool) -> &'static str {
        if descending {
            self.descending
        } else {
            self.ascending
        }
    }

    /// Every sign that is one cell, in the order of the fields.
    fn signs(&self) -> [&'static str; 19] {
        let [a, b, c, d] = self.corners;
        [
            self.unmarked,
            self.marked,
            self.partly,
            self.ascending,
            self.descending,
            self.crumb,
            self.horizontal,
            self.vertical,
            self.here,
            self.ellipsis,
            self.dot,
            self.search,
            self.arrow,
            self.bar,
            self.hidden,
            a,
            b,
            c,
            d,
        ]
    }

    /// What stands for `sign` of another set here; `None`: it stays as it is.
    pub fn instead_of(&self, sign: &str) -> Option<&'static str> {
        if sign.is_ascii() || self == &UNICODE {
            return None;
        }
        let at = UNICODE.signs().iter().position(|own| *own == sign)?;
        Some(self.signs()[at])
    }
}

/// A theme and a set of glyphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// The glyphs.
    pub glyphs: &'static Glyphs,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            glyphs: &UNICODE,
        }
    }
}

impl Look {
    /// Makes a part of somebody else's picture one that can be shown here.
    pub fn adapt(&self, grid: &mut Grid, area: Rect) {
        let has_colours = self.theme.has_colours();
        if has_colours && self.glyphs == &UNICODE {
            return;
        }
        grid.change(area, |pen, symbol| {
            let pen = if has_colours { pen } else { colourless(pen) };
            (pen, self.glyphs.instead_of(symbol))
        });
    }

    /// How `tone` looks.
    pub fn style(&self, tone: Tone) -> Style {
        self.theme.style(tone)
    }
}

/// The same without colours: what has a ground of its own is reversed.
fn colourless(pen: Pen) -> Pen {
    let mut attributes = pen.attributes();
    if pen.background() != Color::Reset {
        attributes.insert(Modifier::REVERSED);
    }
    Pen::new(Color::Reset, Color::Reset, attributes)
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;

    #[test]
    fn focus_is_reversed_in_every_theme_and_mono_has_no_colour() {
        for (at, (tone, _)) in Tone::ALL.into_iter().enumerate() {
            assert_eq!(
                tone as usize, at,
                "styles are kept in the order of the tones"
            );
        }
        for theme in [Theme::ansi(), Theme::light(), Theme::mono()] {
            assert!(
                theme
                    .style(Tone::Focus)
                    .add_modifier
                    .contains(Modifier::REVERSED)
            );
        }
        for (tone, _) in Tone::ALL {
            let style = Theme::mono().style(tone);
            assert_eq!((style.fg, style.bg), (None, None), "{tone:?}");
        }
    }

    #[test]
    fn a_cell_of_another_picture_gets_the_colours_and_signs_of_this_one() {
        let mut grid = Grid::new(Size::new(1, 1));
        let style = Style::new().fg(Color::White).bg(Color::Blue);
        grid.graphemes((0, 0), 1, "☑", style);
        let look = Look {
            theme: Theme::mono(),
            glyphs: &ASCII,
        };
        look.adapt(&mut grid, Rect::new(0, 0, 1, 1));
        let cell = &grid.to_buffer()[(0, 0)];
        assert_eq!(
            (cell.fg, cell.bg, cell.symbol()),
            (Color::Reset, Color::Reset, "x")
        );
        assert!(cell.modifier.contains(Modifier::REVERSED));
    }
}
