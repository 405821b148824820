//! How themes are written: the names of tones, colours and attributes.

use ratatui::style::{Color, Modifier};

use super::Tone;

impl Tone {
    /// What a file calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Strong => "strong",
            Self::Muted => "muted",
            Self::Accent => "accent",
            Self::Focus => "focus",
            Self::Bar => "bar",
            Self::BarStrong => "bar-strong",
            Self::BarMuted => "bar-muted",
            Self::Good => "good",
            Self::Caution => "caution",
            Self::Danger => "danger",
            Self::Key => "key",
            Self::Disabled => "disabled",
            Self::Chip => "chip",
            Self::Border => "border",
            Self::ModuleLight => "module-light",
            Self::ModuleDark => "module-dark",
        }
    }

    /// What it is for, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Plain => "ordinary text",
            Self::Strong => "titles and names that stand out",
            Self::Muted => "headings of columns, hints, what is as before",
            Self::Accent => "where one is, what is marked, what can be typed into",
            Self::Focus => "the row or control that has the focus",
            Self::Bar => "the top bar",
            Self::BarStrong => "what stands out in the top bar",
            Self::BarMuted => "what is beside the point in the top bar",
            Self::Good => "it went well; it is protected",
            Self::Caution => "mind this",
            Self::Danger => "refused, blocked, missing",
            Self::Key => "the letter of a command that is its key",
            Self::Disabled => "a command that cannot be used now",
            Self::Chip => "a filter in force",
            Self::Border => "the frame of a dialog",
            Self::ModuleLight => "the light modules of a QR code",
            Self::ModuleDark => "its dark ones, where they have cells of their own",
        }
    }

    /// The tone of this name.
    pub fn called(name: &str) -> Option<Self> {
        let mut tones = Self::ALL.into_iter().map(|(tone, _)| tone);
        tones.find(|tone| tone.name() == name)
    }
}

/// The attributes that a theme may use, by name.
pub fn attributes() -> [(&'static str, Modifier); 5] {
    [
        ("bold", Modifier::BOLD),
        ("dim", Modifier::DIM),
        ("italic", Modifier::ITALIC),
        ("underlined", Modifier::UNDERLINED),
        ("reversed", Modifier::REVERSED),
    ]
}

/// The colour of this name: one of the 16, `default` for the terminal's own, an index of the 256,
/// or `#rrggbb`.
pub fn colour(name: &str) -> Option<Color> {
    match name {
        "default" => Some(Color::Reset),
        "reset" => None,
        other => other.parse().ok(),
    }
}

/// What a file calls `colour`.
pub fn colour_name(colour: Color) -> String {
    match colour {
        Color::Reset => "default".to_owned(),
        other => other.to_string().to_lowercase(),
    }
}
