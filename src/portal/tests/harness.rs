//! A portal to be used like a person would: keys and pastes in, screen and tenant out. Effects are
//! carried out at once, on the spot.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::app::lesson::{Played, begin};
use crate::demo;
use crate::domain::audit::AuditEntry;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::tenant::Tenant;
use crate::domain::time::{Now, Timestamp};
use crate::domain::user::User;
use crate::portal::act::Act;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::form::Stage;
use crate::portal::effect::{Effect, Entry, Export, Ticket};
use crate::portal::keymap::{Key, Keymap};
use crate::portal::lesson::{Begun, Source};
use crate::portal::message::Msg;
use crate::portal::model::{Model, Reach, Start};
use crate::portal::room::Wish;
use crate::portal::saved_view::SavedView;
use crate::portal::theme::{ASCII, Look, Theme, UNICODE};
use crate::portal::view::{Target, ViewState};
use crate::portal::{mouse, update, view};
use crate::store::memory::MemoryStore;
use crate::store::{Access, Snapshot, Store};

use super::picture;

/// 2026-11-22T09:00:00Z.
pub const NOW: Timestamp = Timestamp(1_795_338_000);

/// The two sizes of most pictures.
pub const SMALL: (u16, u16) = (80, 24);
pub const AIRY: (u16, u16) = (120, 40);

/// Administrators of Contoso.
pub const GLOBAL: &str = "admin@contoso.com";
pub const AUTHENTICATION: &str = "authadmin@contoso.com";

/// Contoso as it is delivered, in `edition`.
pub fn contoso_in(edition: Edition) -> Tenant {
    let (facts, users) = demo::contoso().unwrap();
    Tenant::new(facts, users, 0).unwrap().in_edition(edition)
}

/// A portal, its store and its window.
pub struct Portal {
    pub model: Model,
    pub store: Arc<MemoryStore>,
    /// The scenario that is being played, and the tenant that waits.
    played: Option<(Played, Arc<MemoryStore>, Timestamp)>,
    /// What the program's clock shows.
    pub now: Timestamp,
    pub state: ViewState,
    pub terminal: Terminal<TestBackend>,
    /// What was sent to the clipboard, in order.
    pub copied: Vec<String>,
    /// Files that can be picked: path and text, `Err`: it cannot be read.
    pub files: Vec<(String, Result<String, String>)>,
    /// Whether it was left.
    pub left: bool,
    /// Passwords waiting to be checked, where they are not checked at once.
    pub to_check: Vec<Ticket>,
    check_passwords: bool,
    /// How many seconds the tenant's clock is ahead of the true time.
    ahead: i64,
    /// What was to be written to files, and why it cannot be.
    pub exported: Vec<Export>,
    /// How many of the newest audit entries were read, each time.
    pub audits_read: Vec<usize>,
    /// What was wanted of the room.
    pub wishes: Vec<Wish>,
    pub export_fails: Option<String>,
}

impl Portal {
    /// At the sign-in screen of Contoso, in Entra 2023.
    pub fn contoso(size: (u16, u16)) -> Self {
        Self::of(contoso_in(Edition::Entra2023), Access::Sandbox, size)
    }

    /// The same in another edition.
    pub fn contoso_in(edition: Edition, size: (u16, u16)) -> Self {
        Self::of(contoso_in(edition), Access::Sandbox, size)
    }

    /// Contoso, open for reading only.
    pub fn read_only(size: (u16, u16)) -> Self {
        let why = "another proofup has it open since 14:02".to_owned();
        Self::of(contoso_in(Edition::Entra2023), Access::ReadOnly(why), size)
    }

    /// Any tenant.
    pub fn of(tenant: Tenant, access: Access, size: (u16, u16)) -> Self {
        let store = MemoryStore::with_access(tenant, access);
        Self::on(Arc::new(store), SavedView::default(), size)
    }

    /// The same tenant in another run, as it was looked at when this one ends.
    pub fn again(self) -> Self {
        Self::on(self.store, self.model.view_now(), self.model.size)
    }

    fn on(store: Arc<MemoryStore>, view: SavedView, size: (u16, u16)) -> Self {
        let model = Model::new(Start {
            snapshot: store.snapshot(),
            access: store.access(),
            entropy: Entropy::from_seed(1),
            account: None,
            look: Look {
                theme: Theme::probe(),
                glyphs: &UNICODE,
            },
            keymap: Arc::default(),
            mouse: true,
            view,
            clock_is_set: false,
            scenarios: crate::app::lesson::embedded(),
            notices: Vec::new(),
            reach: Reach::Everything,
        });
        let mut portal = Self {
            model,
            store,
            played: None,
            now: NOW,
            state: ViewState::default(),
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            copied: Vec::new(),
            files: Vec::new(),
            left: false,
            to_check: Vec::new(),
            check_passwords: true,
            ahead: 0,
            exported: Vec::new(),
            audits_read: Vec::new(),
            wishes: Vec::new(),
            export_fails: None,
        };
        portal.resize(size);
        portal
    }

    /// Signed in as this administrator, on All users. The password is taken as right: hashing it
    /// is tested once, not in every test.
    pub fn signed_in_as(mut self, upn: &str) -> Self {
        self.check_passwords = false;
        let account = |portal: &Self| {
            let id = portal.model.sign_in.accounts[portal.model.sign_in.at];
            portal.model.snapshot.user(id).unwrap().upn.clone()
        };
        while account(&self) != upn {
            let before = self.model.sign_in.at;
            self.keys("<Down>");
            assert_ne!(before, self.model.sign_in.at, "{upn} is no administrator");
        }
        self.keys("<Enter><C-t><Enter>");
        let ticket = self.to_check.pop().expect("the password is not asked for");
        self.tell(Msg::PasswordChecked(ticket, true));
        assert!(self.model.session.is_some());
        // The greeting goes with the next key.
        self.keys("<Home>");
        self
    }

    /// With ASCII glyphs.
    pub fn in_ascii(mut self) -> Self {
        self.model.look.glyphs = &ASCII;
        self
    }

    /// Where a password is checked later.
    pub fn checking_later(mut self) -> Self {
        self.check_passwords = false;
        self
    }

    /// With these keys for this binding, by its id.
    pub fn rebound(mut self, id: &'static str, keys: &[&str]) -> Self {
        let keys = keys.iter().map(|key| Key::called(key).unwrap());
        self.model.keymap = Arc::new(Keymap::with(&[(id, keys.collect())].into()));
        self
    }

    /// With the tenant's clock so many seconds ahead of the true time.
    pub fn ahead_by(&mut self, seconds: i64) -> &mut Self {
        self.ahead = seconds;
        self
    }

    /// In one of the real themes.
    pub fn themed(mut self, theme: &Theme) -> Self {
        self.model.look.theme = *theme;
        self
    }

    /// Presses keys: letters as they are, others by name: `jj<Space><C-s><S-Up><Esc><lt>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.tell(Msg::Key(key));
        }
        self
    }

    /// Presses a key of the keymap.
    pub fn press(&mut self, key: Key) -> &mut Self {
        self.tell(Msg::Key(key.event()));
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Paste(text.to_owned()));
        self
    }

    /// Clicks on the first place of the screen that shows `text`.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let (column, row) = self.place_of(text);
        self.click_at(column, row)
    }

    /// Column and row of the first place of the screen that shows `text`.
    fn place_of(&mut self, text: &str) -> (u16, u16) {
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

    /// Clicks on the first place below the top bar that does `act`.
    pub fn click_on(&mut self, act: Act) -> &mut Self {
        self.draw();
        let (columns, rows) = self.model.size;
        let mut places = (1..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let (x, y) = places
            .find(|(x, y)| self.state.at(*x, *y) == Some(Target::Act(act)))
            .unwrap_or_else(|| panic!("nothing on the screen does {act:?}"));
        self.click_at(x, y)
    }

    /// Clicks on a cell.
    pub fn click_at(&mut self, column: u16, row: u16) -> &mut Self {
        self.draw();
        let event = MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row,
            modifiers: KeyModifiers::NONE,
        };
        if let Some(msg) = mouse(&self.state, event) {
            self.tell(msg);
        }
        self
    }

    /// Gives the window another size.
    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.terminal.backend_mut().resize(size.0, size.1);
        self.tell(Msg::Resize(size.0, size.1));
        self
    }

    /// Takes a message in and carries out what it leads to.
    pub fn tell(&mut self, msg: Msg) {
        let times = Now {
            tenant: self.now,
            real: self.now.plus_seconds(-self.ahead),
        };
        for effect in update(&mut self.model, msg, times) {
            match effect {
                Effect::CheckPassword(ticket, hash, secret) => {
                    if self.check_passwords {
                        self.tell(Msg::PasswordChecked(ticket, hash.verify(&secret)));
                    } else {
                        self.to_check.push(ticket);
                    }
                }
                Effect::Check(ticket, check) => self.tell(Msg::Checked(ticket, check.run())),
                Effect::Submit(ticket, plan) => {
                    let result = self.store.submit(plan.plan());
                    if result.is_ok() {
                        self.tell(Msg::State(self.store.snapshot()));
                    }
                    self.tell(Msg::Submitted(ticket, result));
                }
                Effect::Work(ticket, work) => {
                    let worked = work.run(&mut |_| true);
                    self.tell(Msg::Worked(ticket, worked.map(Box::new)));
                }
                Effect::ListFolder(ticket, folder) => {
                    let entries = self.listing(&folder);
                    self.tell(Msg::FolderListed(ticket, entries));
                }
                Effect::ReadFile(ticket, file) => {
                    let known = self.files.iter().find(|(path, _)| *path == file);
                    let text = known.map_or_else(
                        || Err(format!("{file} cannot be read: no such file")),
                        |(_, text)| text.clone(),
                    );
                    self.tell(Msg::FileRead(ticket, text));
                }
                Effect::Checkpoints(asked) => {
                    let answer = asked.carry_out(&*self.store);
                    self.tell(Msg::Checkpoints(answer));
                }
                Effect::ReadAudit(limit) => {
                    self.audits_read.push(limit);
                    let entries = self.store.audit(limit);
                    self.tell(Msg::Audit(entries));
                }
                Effect::ReadSignIns(limit) => {
                    self.tell(Msg::SignIns(self.store.sign_ins(limit)));
                }
                Effect::Export(ticket, export) => {
                    let path = export.path.clone();
                    self.exported.push(*export);
                    let result = self.export_fails.take().map_or(Ok(path), Err);
                    self.tell(Msg::Exported(ticket, result));
                }
                Effect::Record(wanted) => {
                    let file = wanted.then(|| "lesson.cast".into());
                    self.tell(Msg::Recording(Ok(file)));
                }
                Effect::Room(wish) => self.wishes.push(wish),
                Effect::Copy(text) => self.copied.push(text.reveal().to_owned()),
                Effect::PlayScenario(ticket, source, edition) => {
                    let begun = self.play(source, edition);
                    self.tell(Msg::ScenarioBegun(ticket, begun));
                }
                Effect::CheckStep => {
                    let now = self.now;
                    let (played, ..) = self.played.as_mut().expect("a scenario");
                    let checked = played.check(now);
                    self.tell(Msg::StepChecked(checked));
                }
                Effect::LeaveScenario => {
                    let (_, store, now) = self.played.take().expect("a scenario");
                    (self.store, self.now) = (store, now);
                    self.tell(Msg::State(self.store.snapshot()));
                }
                Effect::Quit => self.left = true,
                Effect::Stop(_)
                | Effect::Free(_)
                | Effect::Suspend
                | Effect::Repaint
                | Effect::SetMouse(_) => {}
            }
        }
    }

    /// Begins a scenario, as the host does; files are those that can be picked.
    fn play(&mut self, source: Source, edition: Option<Edition>) -> Result<Begun, String> {
        let (begun, played) = begin(source, edition)?;
        if let Some(played) = played {
            let before = std::mem::replace(&mut self.store, played.store());
            let now = std::mem::replace(&mut self.now, played.clock().now().tenant);
            self.played = Some((played, before, now));
        }
        Ok(begun)
    }

    /// What is in `folder` of the files that can be picked.
    fn listing(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let inside = self.files.iter();
        let inside = inside.filter_map(|(path, _)| path.strip_prefix(folder));
        let mut entries: Vec<_> = inside
            .map(|path| match path.split_once('/') {
                Some((name, _)) => (name.to_owned(), true),
                None => (path.to_owned(), false),
            })
            .map(|(name, folder)| Entry { name, folder })
            .collect();
        entries.sort();
        entries.dedup();
        if entries.is_empty() && !folder.is_empty() {
            return Err(format!("{folder} cannot be listed: no such folder"));
        }
        Ok(entries)
    }

    fn draw(&mut self) {
        let (model, state) = (&self.model, &mut self.state);
        self.terminal
            .draw(|frame| view(model, state, frame))
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

    /// The tenant as the store has it.
    pub fn tenant(&self) -> Snapshot {
        self.store.snapshot()
    }

    /// A user of the tenant as the store has it.
    pub fn user(&self, upn: &str) -> Arc<User> {
        let tenant = self.tenant();
        tenant.user(id_of(&tenant, upn)).unwrap()
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

    /// Searches for `text` and goes back to the list.
    pub fn find(&mut self, text: &str) -> &mut Self {
        self.keys("/<C-u>");
        for letter in text.chars() {
            self.tell(Msg::Key(KeyEvent::from(KeyCode::Char(letter))));
        }
        self.keys("<Enter>")
    }

    /// Moves the cursor down the list, from the top, to this user.
    pub fn go_to(&mut self, upn: &str) -> &mut Self {
        self.keys("g");
        while self.under_cursor() != upn {
            let before = self.under_cursor();
            self.keys("j");
            assert_ne!(before, self.under_cursor(), "{upn} is not in the list");
        }
        self
    }

    /// Opens the Authentication methods of this user from a list; a part of the name will do
    /// where it is the first that matches.
    pub fn open(&mut self, upn: &str) -> &mut Self {
        self.find(upn);
        if upn.contains('@') {
            self.go_to(upn);
        }
        self.keys("<Enter>")
    }

    /// The whole audit trail, oldest first.
    pub fn audit(&self) -> Vec<AuditEntry> {
        let mut entries = self.store.audit(usize::MAX).unwrap();
        entries.reverse();
        entries
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

/// The id of a user.
pub fn id_of(tenant: &Snapshot, upn: &str) -> UserId {
    tenant
        .find(upn)
        .unwrap_or_else(|| panic!("nobody is called {upn}"))
}

/// Words one blank apart, frames left out, so that a wrapped sentence can be looked for.
fn flat(text: &str) -> String {
    let words = text
        .split(|letter: char| letter.is_whitespace() || "│╭╮╰╯─".contains(letter))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The keys that a text names.
pub fn parse(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|behind| behind.split_once('>'));
        if let Some((name, behind)) = named {
            keys.push(key_called(name));
            rest = behind;
        } else {
            keys.push(KeyEvent::from(KeyCode::Char(letter)));
            rest = &rest[letter.len_utf8()..];
        }
    }
    keys
}

fn key_called(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    loop {
        let (modifier, behind) = match rest.split_at_checked(2) {
            Some(("C-", behind)) => (KeyModifiers::CONTROL, behind),
            Some(("S-", behind)) => (KeyModifiers::SHIFT, behind),
            Some(("A-", behind)) => (KeyModifiers::ALT, behind),
            _ => break,
        };
        modifiers |= modifier;
        rest = behind;
    }
    let code = match rest.to_lowercase().as_str() {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
        "tab" => KeyCode::Tab,
        "space" => KeyCode::Char(' '),
        "lt" => KeyCode::Char('<'),
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "f8" => KeyCode::F(8),
        _ if rest.chars().count() == 1 => KeyCode::Char(rest.chars().next().unwrap()),
        _ => panic!("no key is called <{name}>"),
    };
    KeyEvent::new(code, modifiers)
}
