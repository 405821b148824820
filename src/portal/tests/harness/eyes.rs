//! What a person sees: the screen as text, the roles of its cells, and what it shows or hides.

use super::Portal;
use super::picture;
use crate::grid::on_frame;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::form::Stage;
use crate::portal::view;

impl Portal {
    pub(super) fn draw(&mut self) {
        let (model, state) = (&self.model, &mut self.state);
        self.terminal
            .draw(|frame| on_frame(frame, |grid| view(model, state, grid)))
            .unwrap();
    }

    /// The screen as text, line by line.
    pub fn screen(&mut self) -> String {
        self.draw();
        picture::text(self.terminal.backend().buffer())
    }

    /// The roles of the cells, line by line: the letters of `Tone::ALL`, blank where plain.
    pub fn roles(&mut self) -> String {
        self.draw();
        picture::roles(self.terminal.backend().buffer())
    }

    /// The roles of the first place that shows `text`.
    pub fn roles_of(&mut self, text: &str) -> String {
        let (column, row) = self.place_of(text);
        let roles = self.roles();
        let line = roles.lines().nth(row.into()).unwrap_or_default();
        line.chars()
            .chain(std::iter::repeat(' '))
            .skip(column.into())
            .take(text.chars().count())
            .collect()
    }

    /// Column and row of the first place of the screen that shows `text`.
    pub(super) fn place_of(&mut self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        let (row, line) = screen
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(text))
            .unwrap_or_else(|| panic!("`{text}` is not on the screen:\n{screen}"));
        let before = &line[..line.find(text).unwrap_or_default()];
        let column = unicode_width::UnicodeWidthStr::width(before);
        (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
    }

    /// The screen, then the roles.
    pub fn picture(&mut self) -> String {
        self.draw();
        let backend = self.terminal.backend();
        let cursor = backend.cursor_visible().then(|| backend.cursor_position());
        picture::picture(backend.buffer(), cursor)
    }

    /// The screen, then the styles of a real theme.
    pub fn styled(&mut self) -> String {
        self.draw();
        picture::styled(self.terminal.backend().buffer())
    }

    /// The secret that is being shown.
    pub fn secret(&self) -> Option<String> {
        let Some(Dialog::Form(form)) = self.model.dialogs.last() else {
            return None;
        };
        let Stage::Done(done) = &form.stage else {
            return None;
        };
        Some(done.revealed.as_ref()?.secret.reveal().to_owned())
    }

    /// Holds the picture to the one that was reviewed under `name` and this size. A secret stays
    /// out of it (D20).
    pub fn snapshot(&mut self, name: &str) -> &mut Self {
        let (columns, rows) = self.model.size;
        let mut picture = self.picture();
        if let Some(secret) = self.secret() {
            assert!(
                picture.contains(&secret),
                "the secret is not shown:\n{picture}"
            );
            picture = picture.replace(&secret, &"*".repeat(secret.len()));
        }
        picture::hold(&format!("{name}_{columns}x{rows}"), &picture);
        self
    }

    /// The last line of the screen.
    pub fn last_line(&mut self) -> String {
        self.screen().lines().last().unwrap_or_default().to_owned()
    }

    /// The user principal names of the marked users, in the order of the list.
    pub fn marked(&self) -> Vec<String> {
        let snapshot = &self.model.snapshot;
        let list = self.model.blade().and_then(|blade| blade.list()).unwrap();
        let ids = list.selected().users().into_iter();
        ids.map(|id| snapshot.user(id).unwrap().upn.clone())
            .collect()
    }

    /// The user principal name under the cursor of the list.
    pub fn under_cursor(&self) -> String {
        let id = self.model.subject().unwrap();
        self.model.snapshot.user(id).unwrap().upn.clone()
    }

    /// Holds that the screen shows `text`, line breaks and gaps set aside, also where it stands
    /// right or left of something else.
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        let text = &*flat(text);
        let holds = (0..self.model.size.0).any(|column| {
            let right = screen
                .lines()
                .map(|line| line.chars().skip(column.into()).collect::<String>());
            let right: Vec<_> = right.collect();
            // The left one of two columns ends at the first gap.
            let left = right
                .iter()
                .map(|line| line.trim_start().split("  ").next());
            let left: Vec<_> = left.map(Option::unwrap_or_default).collect();
            flat(&right.join("\n")).contains(text) || flat(&left.join("\n")).contains(text)
        });
        assert!(holds, "`{text}` is not on the screen:\n{screen}");
        self
    }

    /// Holds that the screen does not show `text`.
    pub fn hides(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        let holds = !flat(&screen).contains(&flat(text));
        assert!(holds, "`{text}` is on the screen:\n{screen}");
        self
    }
}

/// Words one blank apart, frames left out, so that a wrapped sentence can be looked for.
fn flat(text: &str) -> String {
    let words = text
        .split(|letter: char| letter.is_whitespace() || "│╭╮╰╯─".contains(letter))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
