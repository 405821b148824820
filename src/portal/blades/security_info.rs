//! The user's own page, "Security info" (`facts/portal.md` 8.2): what is registered, what can be
//! added, changed and deleted. Every act is the user's own command, planned by the engine.

mod draw;
mod rows;

use ratatui::layout::{Rect, Size};

use self::rows::Item;
use super::play::Play;
use super::window::{self, Page, Phone, Press, Window};
use super::{Blade, Desk, Request};
use crate::domain::directory::Revision;
use crate::domain::id::UserId;
use crate::domain::plan::{OwnCommand, Plan};
use crate::domain::sign_in::{AddStep, Adding, Answer, Ask, PhoneEvent};
use crate::portal::act::{Act, Motion};
use crate::portal::dialogs::Dialog;
use crate::portal::keymap::Scope;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::{Look, Tone};
use crate::portal::view::{Scene, Top};
use crate::portal::words::security_info as words;
use crate::store::Snapshot;

/// The blade's state.
#[derive(Debug)]
pub struct SecurityInfo {
    user: UserId,
    /// The row under the cursor.
    at: usize,
    adding: Option<Box<AddingMethod>>,
}

/// A method that is being added.
#[derive(Debug)]
struct AddingMethod {
    adding: Adding,
    window: Window,
    /// What proved itself, once it is on its way to the store.
    saving: bool,
    unsaved: Option<String>,
}

/// What a number or an address could be changed to, whatever it is: to ask the engine whether it may.
const OTHERS: [&str; 4] = [
    "+1 4255550100",
    "+1 4255550101",
    "someone@example.com",
    "anyone@example.com",
];

impl SecurityInfo {
    /// The page of `user`.
    pub fn new(user: UserId) -> Self {
        Self {
            user,
            at: 0,
            adding: None,
        }
    }

    fn item(&self, snapshot: &Snapshot) -> Option<Item> {
        let user = snapshot.user(self.user)?;
        rows::items(&user).into_iter().nth(self.at)
    }

    /// What `act` would be for the row under the cursor, with a text where one is asked for.
    fn command(&self, act: Act, snapshot: &Snapshot) -> Option<OwnCommand> {
        let item = self.item(snapshot);
        Some(match (act, item?) {
            (Act::ChangeMethod, Item::Method(method)) => {
                let user = snapshot.user(self.user)?;
                let now = user.method(method)?.detail.text();
                let mut others = OTHERS.iter().filter(|other| **other != now);
                let fits = |other: &&&str| other.contains('@') == now.contains('@');
                let to = others.find(fits).unwrap_or(&OTHERS[0]);
                let to = (*to).to_owned();
                OwnCommand::ChangeMethod { method, to }
            }
            (Act::DeleteMethod, Item::Method(method)) => OwnCommand::DeleteMethod(method),
            (Act::DeleteMethod, Item::AppPassword(id)) => OwnCommand::DeleteAppPassword(id),
            (Act::AddAppPassword, _) => OwnCommand::CreateAppPassword("Outlook".to_owned()),
            (Act::RevokeSessions, _) => OwnCommand::SignOutEverywhere,
            (Act::RevokeMfaSessions, _) => OwnCommand::RestoreDevices,
            _ => return None,
        })
    }

    fn begin(&mut self, desk: &Desk<'_>) {
        let entropy = desk.entropy.fork(!desk.snapshot.revision());
        let Some(adding) = Adding::begin(&**desk.snapshot, self.user, entropy) else {
            return;
        };
        let mut own = AddingMethod {
            adding,
            window: Window::default(),
            saving: false,
            unsaved: None,
        };
        let page = own.page();
        own.window.open(&page);
        self.adding = Some(Box::new(own));
    }

    fn press(&mut self, desk: &Desk<'_>) -> Vec<Request> {
        let Some(own) = &mut self.adding else {
            return Vec::new();
        };
        let adding = &own.adding;
        let press = own.window.press(|window| page(adding, window));
        match press {
            Some(Press::Close) => self.adding = None,
            Some(press) => match own.window.answer(press) {
                Ok(Some(answer)) => return own.answer(self.user, &answer, desk),
                Ok(None) => {}
                Err(missing) => return vec![Request::Refuse(missing.to_owned())],
            },
            None => {}
        }
        Vec::new()
    }
}

fn page(adding: &Adding, window: &Window) -> Page {
    match adding.step() {
        AddStep::Ask(ask) => {
            let mut page = Page::asked(ask, window);
            if matches!(ask, Ask::Register(_)) && window.picked.is_none() {
                words::ADD.clone_into(&mut page.title);
                page.texts.retain(|(tone, _)| *tone == Tone::Danger);
                page.texts.insert(0, (Tone::Plain, words::WHICH.to_owned()));
                page = page.action("Cancel", Press::Close);
            }
            page
        }
        AddStep::Proved(_) => Page::titled(words::ADD).text("Saving"),
    }
}

impl AddingMethod {
    fn page(&self) -> Page {
        let mut page = page(&self.adding, &self.window);
        if let Some(why) = &self.unsaved {
            page.texts
                .insert(0, (Tone::Danger, format!("Not saved: {why}")));
            page = page.action("Close", Press::Close);
        }
        page
    }

    fn answer(&mut self, user: UserId, answer: &Answer, desk: &Desk<'_>) -> Vec<Request> {
        let answered = self.adding.answer(&**desk.snapshot, answer, desk.times());
        if answered.is_err() {
            return Vec::new();
        }
        let adding = &self.adding;
        let refused = matches!(adding.step(), AddStep::Ask(Ask::Register(_)));
        self.window.answered(refused, |window| page(adding, window));
        self.save(user, desk)
    }

    /// What proved itself goes to the store, unless something else is on its way there.
    fn save(&mut self, user: UserId, desk: &Desk<'_>) -> Vec<Request> {
        let AddStep::Proved(method) = self.adding.step() else {
            return Vec::new();
        };
        if desk.saving || self.saving {
            return Vec::new();
        }
        let command = OwnCommand::AddMethod(method.clone());
        let plan = desk.plan_own(user, &command);
        self.saving = plan.is_some();
        let submit = |plan: Plan| Request::Submit(Box::new(plan));
        plan.map(submit).into_iter().collect()
    }

    /// Types what the user would.
    fn fill_in(&mut self, user: UserId, desk: &Desk<'_>) -> Vec<Request> {
        match self.adding.step() {
            AddStep::Ask(Ask::Scan(_)) => return self.answer(user, &Answer::Continue, desk),
            AddStep::Ask(Ask::Register(_)) if self.window.fill_in() => return Vec::new(),
            AddStep::Ask(Ask::Verify(challenge)) => {
                let number = challenge.number.map(|number| number.to_string());
                let phone = self.adding.phone(desk.real);
                let code = phone.as_ref().and_then(PhoneEvent::code);
                let text = code.map(|code| code.reveal().to_owned()).or(number);
                if text.is_some_and(|text| self.window.type_in(&text)) {
                    return Vec::new();
                }
            }
            _ => {}
        }
        vec![Request::Refuse("Nothing is to be typed here".to_owned())]
    }
}

impl Blade for SecurityInfo {
    fn scopes(&self) -> &'static [Scope] {
        match self.adding {
            Some(_) => &[Scope::Playing, Scope::Always],
            None => &[
                Scope::SecurityInfo,
                Scope::Rows,
                Scope::Portal,
                Scope::Always,
            ],
        }
    }

    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String> {
        vec![words::title(scene.edition).to_owned()]
    }

    fn title(&self, scene: &Scene<'_>) -> (String, String) {
        let user = scene.snapshot.user(self.user);
        let upn = user.map_or_else(String::new, |user| user.upn.clone());
        let subtitle = format!("{upn}, {}", words::address(scene.edition));
        (words::title(scene.edition).to_owned(), subtitle)
    }

    fn subject(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn fills(&self, look: &Look, usual: Size, whole: Size) -> bool {
        let own = self.adding.as_ref();
        own.is_some_and(|own| window::fills((&own.page(), &own.window), look, usual, whole))
    }

    fn scan(&self) -> bool {
        let own = self.adding.as_ref();
        own.is_some_and(|own| own.page().scan.is_some())
    }

    fn refresh(&mut self, snapshot: &Snapshot) {
        let user = snapshot.user(self.user);
        let rows = user.map_or(0, |user| rows::items(&user).len());
        self.at = self.at.min(rows.saturating_sub(1));
    }

    fn search_field(&mut self) -> Option<&mut Field> {
        let window = &mut self.adding.as_mut()?.window;
        window.fields.get_mut(window.focus)
    }

    fn refuses(&self, act: Act, desk: &Desk<'_>) -> Option<String> {
        if act == Act::DefaultMethod {
            let user = desk.snapshot.user(self.user)?;
            let none = Dialog::own_defaults(&user, desk).is_empty();
            return none.then(|| "No usable method can be the default".to_owned());
        }
        match self.command(act, desk.snapshot) {
            Some(command) => desk.own_refusal(self.user, &command),
            None if matches!(act, Act::AddMethod | Act::ChangePassword) => None,
            None => Some("Not of this row".to_owned()),
        }
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let user = self.user;
        if let Some(own) = &mut self.adding {
            match act {
                Act::Back => self.adding = None,
                Act::Next | Act::Move(Motion::Down) => {
                    let page = own.page();
                    own.window.step(true, &page);
                }
                Act::Previous | Act::Move(Motion::Up) => {
                    let page = own.page();
                    own.window.step(false, &page);
                }
                Act::Copy => {
                    let scan = own.page().scan;
                    return Some(
                        scan.map(|scan| Request::Copy(scan.uri))
                            .into_iter()
                            .collect(),
                    );
                }
                Act::FillIn => return Some(own.fill_in(user, desk)),
                Act::Press => return Some(self.press(desk)),
                _ => return None,
            }
            return Some(Vec::new());
        }
        let ask = |dialog: Dialog| Some(vec![Request::Ask(Box::new(dialog))]);
        match act {
            Act::Back => return Some(vec![Request::Close]),
            Act::Move(motion) => {
                let own = desk.snapshot.user(user)?;
                self.at = motion.from(self.at, rows::items(&own).len(), desk.page);
            }
            Act::AddMethod => self.begin(desk),
            Act::ChangeMethod => {
                let Some(Item::Method(method)) = self.item(desk.snapshot) else {
                    return None;
                };
                let own = desk.snapshot.user(user)?;
                return ask(Dialog::change_own_method(&own, own.method(method)?, desk));
            }
            Act::DefaultMethod => {
                let own = desk.snapshot.user(user)?;
                return ask(Dialog::own_default_method(&own, desk));
            }
            Act::ChangePassword => {
                let blade = Play::changing_password(user, desk);
                return Some(vec![Request::Open(Box::new(blade))]);
            }
            Act::AddAppPassword => return ask(Dialog::own_app_password(user, desk)),
            Act::DeleteMethod | Act::RevokeSessions | Act::RevokeMfaSessions => {
                let command = self.command(act, desk.snapshot)?;
                return ask(Dialog::own_question(user, command, desk));
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        let Some(own) = &mut self.adding else {
            self.at = row;
            return Vec::new();
        };
        own.window.focus = row;
        if row < own.window.fields.len() {
            return Vec::new();
        }
        self.press(desk)
    }

    fn saved(&mut self, result: Option<Result<Revision, String>>, desk: &Desk<'_>) -> Vec<Request> {
        let Some(own) = &mut self.adding else {
            return Vec::new();
        };
        match result {
            Some(Ok(_)) if own.saving => {
                self.adding = None;
                return vec![Request::Done(words::ADDED.to_owned())];
            }
            Some(Err(why)) if own.saving => {
                own.saving = false;
                own.unsaved = Some(why);
                return Vec::new();
            }
            _ => {}
        }
        own.save(self.user, desk)
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        let Some(user) = scene.snapshot.user(self.user) else {
            return;
        };
        match &self.adding {
            Some(own) => {
                let phone = Phone {
                    owner: user.first_name(),
                    event: own.adding.phone(scene.real),
                };
                let shown = (own.page(), &phone);
                window::draw(&own.window, shown, painter, area, (scene, top));
            }
            None => draw::draw((&user, self.at), painter, area, scene, top),
        }
    }
}
