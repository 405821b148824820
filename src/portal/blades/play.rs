//! Playing the user: a sign-in, step by step, on a place of one's choice, with the user's telephone
//! beside it. It is the engine's own sign-in: what it decides is saved, logged and can be undone.

mod draw;
mod page;

use std::net::{AddrParseError, IpAddr};

use ratatui::layout::{Rect, Size};

use super::security_info::SecurityInfo;
use super::window::{self, Page, Phone, Press, Window};
use super::{Blade, Desk, Request};
use crate::domain::directory::Revision;
use crate::domain::forecast::{self, Place};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Answer, Ask, Attempt, Means, Origin, PhoneEvent, SignIn, Step};
use crate::portal::act::{Act, Motion};
use crate::portal::keymap::Scope;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::{Look, Tone};
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;

/// What the blade is called.
pub const TITLE: &str = "Sign in as this user";

/// The blade's state.
#[derive(Debug)]
pub struct Play {
    user: UserId,
    /// The place under the cursor, while one is chosen.
    at: usize,
    /// Where the user is.
    origin: Origin,
    /// The address while it is typed, and what is wrong with it.
    typing: Option<(Field, bool)>,
    playing: Option<Box<Playing>>,
}

/// A sign-in that is being played.
#[derive(Debug)]
struct Playing {
    place: Place,
    means: Means,
    sign_in: SignIn,
    window: Window,
    /// Why something could not be saved.
    unsaved: Option<String>,
}

impl Play {
    /// The blade of `user`, at the choice of a place.
    pub fn new(user: UserId) -> Self {
        Self {
            user,
            at: 0,
            origin: Origin::default(),
            typing: None,
            playing: None,
        }
    }

    /// The user changes the password, who is past the gate of Security info.
    pub fn changing_password(user: UserId, desk: &Desk<'_>) -> Self {
        let upn = desk.snapshot.user(user);
        let upn = upn.map_or_else(String::new, |user| user.upn.clone());
        let entropy = desk.entropy.fork(!desk.snapshot.revision());
        let sign_in = SignIn::change_password(&**desk.snapshot, &upn, entropy, desk.times());
        let mut playing = Playing {
            place: Place::NewBrowser,
            means: Means::Password,
            sign_in,
            window: Window::default(),
            unsaved: None,
        };
        let page = playing.page();
        playing.window.open(&page);
        Self {
            playing: Some(Box::new(playing)),
            ..Self::new(user)
        }
    }

    fn places(&self, snapshot: &Snapshot) -> Vec<(Place, Attempt, Means)> {
        let user = snapshot.user(self.user);
        let settings = &snapshot.facts().settings;
        user.map_or_else(Vec::new, |user| forecast::places(settings, &user))
    }

    /// Begins at the chosen place; the account is known.
    fn begin(&mut self, desk: &Desk<'_>) -> Vec<Request> {
        let mut places = self.places(desk.snapshot);
        let Some(user) = desk.snapshot.user(self.user) else {
            return vec![Request::Close];
        };
        if self.at >= places.len() {
            return Vec::new();
        }
        let (place, attempt, means) = places.swap_remove(self.at);
        let attempt = attempt.coming_from(self.origin);
        // Other numbers than a command planned on this very revision gets.
        let entropy = desk.entropy.fork(!desk.snapshot.revision());
        let sign_in = SignIn::begin(&**desk.snapshot, attempt, entropy, desk.now);
        let mut playing = Box::new(Playing {
            place,
            means,
            sign_in,
            window: Window::default(),
            unsaved: None,
        });
        let requests = playing.answer(Answer::Account(user.upn.clone()), desk);
        self.playing = Some(playing);
        requests
    }

    fn press(&mut self, desk: &Desk<'_>) -> Vec<Request> {
        let Some(playing) = &mut self.playing else {
            return self.begin(desk);
        };
        let sign_in = &playing.sign_in;
        match playing.window.press(|window| page::of(sign_in, window)) {
            Some(Press::Again) => self.playing = None,
            Some(Press::Close) => return vec![Request::Close],
            Some(Press::SecurityInfo) => return playing.security_info(desk),
            Some(press) => match playing.window.answer(press) {
                Ok(Some(answer)) => return playing.answer(answer, desk),
                Ok(None) => {}
                Err(missing) => return vec![Request::Refuse(missing.to_owned())],
            },
            None => {}
        }
        Vec::new()
    }
}

/// The address that `text` spells; nothing spells an unknown one.
fn address(text: &str) -> Result<Option<IpAddr>, AddrParseError> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}

impl Playing {
    fn page(&self) -> Page {
        let mut page = page::of(&self.sign_in, &self.window);
        if let Some(why) = &self.unsaved {
            let why = format!("Not saved: {why}");
            page.texts.insert(0, (Tone::Danger, why));
        }
        page
    }

    /// Gives `answer` to the engine; what is to be checked or saved for it comes back.
    fn answer(&mut self, answer: Answer, desk: &Desk<'_>) -> Vec<Request> {
        let ticked = matches!(answer, Answer::DontAskAgain(_));
        let answered = self.sign_in.answer(&**desk.snapshot, answer, desk.times());
        if answered.is_err() {
            return Vec::new();
        }
        if !ticked {
            let sign_in = &self.sign_in;
            let refused = matches!(sign_in.step(), Step::Ask(Ask::Register(_)));
            self.window
                .answered(refused, |window| page::of(sign_in, window));
        }
        let mut requests: Vec<_> = self.save(desk).into_iter().collect();
        if let Step::Check(check) = self.sign_in.step() {
            requests.push(Request::Check(Box::new(check.clone())));
        }
        requests
    }

    /// Goes to Security info, which asks for the second factor first where there is one that was
    /// not proved.
    fn security_info(&mut self, desk: &Desk<'_>) -> Vec<Request> {
        let Some(user) = self.sign_in.user() else {
            return Vec::new();
        };
        if self.sign_in.opens_security_info(&**desk.snapshot) {
            return vec![Request::Open(Box::new(SecurityInfo::new(user.id)))];
        }
        let entropy = desk.entropy.fork(!desk.snapshot.revision());
        self.sign_in = self
            .sign_in
            .step_up(&**desk.snapshot, entropy, desk.times());
        let sign_in = &self.sign_in;
        self.window
            .answered(false, |window| page::of(sign_in, window));
        self.save(desk).into_iter().collect()
    }

    /// What was decided and is not on its way to the store yet. One thing is saved at a time.
    fn save(&mut self, desk: &Desk<'_>) -> Option<Request> {
        if desk.saving {
            return None;
        }
        let plan = self.sign_in.take_plan()?;
        Some(Request::Submit(Box::new(plan)))
    }

    /// Types what the user would: the code or number in sight; a password is taken as right.
    fn fill_in(&mut self, desk: &Desk<'_>) -> Vec<Request> {
        let right = |playing: &Self| {
            let account = playing.sign_in.user().map_or("", |user| user.upn.as_str());
            let (directory, means) = (&**desk.snapshot, playing.means);
            let sign_in = &playing.sign_in;
            sign_in.right_answer(directory, account, means, desk.real)
        };
        match self.sign_in.step() {
            Step::Ask(Ask::Password { .. }) => {
                let mut requests = self.answer(Answer::Password(Secret::new("")), desk);
                let checked = right(self);
                if let (Step::Check(_), Some(checked)) = (self.sign_in.step(), checked) {
                    requests.retain(|request| !matches!(request, Request::Check(_)));
                    requests.extend(self.answer(checked, desk));
                }
                return requests;
            }
            Step::Ask(Ask::UpdatePassword { .. }) => {
                return match right(self) {
                    Some(answer @ Answer::NewPassword { .. }) => self.answer(answer, desk),
                    _ => vec![Request::Refuse("Type another password twice".to_owned())],
                };
            }
            Step::Ask(Ask::Scan(_)) => return self.answer(Answer::Continue, desk),
            Step::Ask(Ask::Challenge(challenge) | Ask::Verify(challenge)) => {
                let number = challenge.number.map(|number| number.to_string());
                let phone = self.sign_in.phone(desk.real);
                let code = phone.as_ref().and_then(PhoneEvent::code);
                let text = code.map(|code| code.reveal().to_owned()).or(number);
                if text.is_some_and(|text| self.window.type_in(&text)) {
                    return Vec::new();
                }
            }
            Step::Ask(Ask::Register(_)) if self.window.fill_in() => return Vec::new(),
            _ => {}
        }
        vec![Request::Refuse("Nothing is to be typed here".to_owned())]
    }

    fn is_over(&self) -> bool {
        matches!(self.sign_in.step(), Step::End(_))
    }
}

impl Blade for Play {
    fn scopes(&self) -> &'static [Scope] {
        match &self.playing {
            Some(playing) if !playing.is_over() => &[Scope::Playing, Scope::Always],
            None if self.typing.is_some() => &[Scope::Address, Scope::Always],
            _ => &[Scope::Places, Scope::Rows, Scope::Portal, Scope::Always],
        }
    }

    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String> {
        let user = scene.snapshot.user(self.user);
        let name = user.map_or_else(|| "?".to_owned(), |user| user.name.clone());
        vec![name, TITLE.to_owned()]
    }

    fn title(&self, scene: &Scene<'_>) -> (String, String) {
        let user = scene.snapshot.user(self.user);
        let upn = user.map_or_else(String::new, |user| user.upn.clone());
        let place = match &self.playing {
            Some(playing) => playing.place.label(),
            None => "choose a device or an app".to_owned(),
        };
        (TITLE.to_owned(), format!("{upn}, {place}"))
    }

    fn subject(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn fills(&self, look: &Look, usual: Size, whole: Size) -> bool {
        let playing = self.playing.as_ref();
        playing.is_some_and(|playing| {
            let shown = (&playing.page(), &playing.window);
            window::fills(shown, look, usual, whole)
        })
    }

    fn scan(&self) -> bool {
        let playing = self.playing.as_ref();
        playing.is_some_and(|playing| playing.page().scan.is_some())
    }

    fn refresh(&mut self, snapshot: &Snapshot) {
        let last = self.places(snapshot).len().saturating_sub(1);
        self.at = self.at.min(last);
    }

    fn refuses(&self, act: Act, _: &Desk<'_>) -> Option<String> {
        let choosing = self.playing.is_none();
        let of_places = matches!(act, Act::EditAddress | Act::ToggleIntranet);
        (of_places && !choosing).then(|| "The sign-in has begun".to_owned())
    }

    fn search_field(&mut self) -> Option<&mut Field> {
        if let Some((field, _)) = &mut self.typing {
            return Some(field);
        }
        let window = &mut self.playing.as_mut()?.window;
        window.fields.get_mut(window.focus)
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        if let Some((field, wrong)) = &mut self.typing {
            match act {
                Act::Press => match address(field.text()) {
                    Ok(ip) => {
                        self.origin.ip = ip;
                        self.typing = None;
                    }
                    Err(_) => *wrong = true,
                },
                Act::Back => self.typing = None,
                _ => return None,
            }
            return Some(Vec::new());
        }
        let Some(playing) = &mut self.playing else {
            match act {
                Act::EditAddress => {
                    let ip = self.origin.ip.map_or_else(String::new, |ip| ip.to_string());
                    self.typing = Some((Field::new(&ip), false));
                }
                Act::ToggleIntranet => self.origin.intranet = !self.origin.intranet,
                Act::Back => return Some(vec![Request::Close]),
                Act::Move(motion) => {
                    let places = self.places(desk.snapshot).len();
                    self.at = motion.from(self.at, places, desk.page);
                }
                Act::Press => return Some(self.begin(desk)),
                _ => return None,
            }
            return Some(Vec::new());
        };
        match act {
            Act::Back if playing.is_over() => return Some(vec![Request::Close]),
            Act::Back => return Some(playing.answer(Answer::Leave, desk)),
            Act::Next | Act::Move(Motion::Down) => {
                let page = playing.page();
                playing.window.step(true, &page);
            }
            Act::Previous | Act::Move(Motion::Up) => {
                let page = playing.page();
                playing.window.step(false, &page);
            }
            Act::Copy => {
                let scan = playing.page().scan;
                return Some(
                    scan.map(|scan| Request::Copy(scan.uri))
                        .into_iter()
                        .collect(),
                );
            }
            Act::FillIn => return Some(playing.fill_in(desk)),
            Act::Press => return Some(self.press(desk)),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        let Some(playing) = &mut self.playing else {
            let again = self.at == row;
            self.at = row;
            return if again { self.begin(desk) } else { Vec::new() };
        };
        playing.window.focus = row;
        if row < playing.window.fields.len() {
            return Vec::new();
        }
        self.press(desk)
    }

    fn checked(&mut self, found: Option<usize>, desk: &Desk<'_>) -> Vec<Request> {
        match &mut self.playing {
            Some(playing) if matches!(playing.sign_in.step(), Step::Check(_)) => {
                playing.answer(Answer::Checked(found), desk)
            }
            _ => Vec::new(),
        }
    }

    fn saved(&mut self, result: Option<Result<Revision, String>>, desk: &Desk<'_>) -> Vec<Request> {
        let Some(playing) = &mut self.playing else {
            return Vec::new();
        };
        match result {
            Some(Ok(revision)) => playing.sign_in.committed(revision),
            Some(Err(why)) => playing.unsaved = Some(why),
            None => {}
        }
        playing.save(desk).into_iter().collect()
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        match &self.playing {
            None => draw::places(self, painter, area, scene, top),
            Some(playing) => {
                let user = playing.sign_in.user();
                let phone = Phone {
                    owner: user.map_or("", |user| user.first_name()),
                    event: playing.sign_in.phone(scene.real),
                };
                let shown = (playing.page(), &phone);
                window::draw(&playing.window, shown, painter, area, (scene, top));
            }
        }
    }
}
