//! Playing the user: a sign-in, step by step, on a place of one's choice, with the user's telephone
//! beside it. It is the engine's own sign-in: what it decides is saved, logged and can be undone.

mod draw;
mod page;

use ratatui::layout::Rect;

use self::page::{Page, Press};
use super::{Blade, Desk, Request};
use crate::domain::directory::Revision;
use crate::domain::forecast::{self, Place};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{
    Answer, Ask, Attempt, Choice, Means, NewProof, PhoneEvent, SignIn, Step,
};
use crate::portal::act::{Act, Motion};
use crate::portal::keymap::Scope;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::Painter;
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;

/// What the blade is called.
pub const TITLE: &str = "Sign in as this user";

/// A number that is nobody's, filled in where one is to be registered.
const FREE_NUMBER: &str = "+1 4255550100";

/// The blade's state.
#[derive(Debug)]
pub struct Play {
    user: UserId,
    /// The place under the cursor, while one is chosen.
    at: usize,
    playing: Option<Box<Playing>>,
}

/// A sign-in that is being played.
#[derive(Debug)]
struct Playing {
    place: Place,
    means: Means,
    sign_in: SignIn,
    fields: Vec<Field>,
    /// The focused control: fields, then actions.
    focus: usize,
    /// Why something could not be saved.
    unsaved: Option<String>,
}

impl Play {
    /// The blade of `user`, at the choice of a place.
    pub fn new(user: UserId) -> Self {
        Self {
            user,
            at: 0,
            playing: None,
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
        // Other numbers than a command planned on this very revision gets.
        let entropy = desk.entropy.fork(!desk.snapshot.revision());
        let sign_in = SignIn::begin(&**desk.snapshot, attempt, entropy, desk.now);
        let mut playing = Box::new(Playing {
            place,
            means,
            sign_in,
            fields: Vec::new(),
            focus: 0,
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
        let page = Page::of(&playing.sign_in);
        let fields = playing.fields.len();
        if playing.focus + 1 < fields {
            playing.focus += 1;
            return Vec::new();
        }
        if playing.focus < fields
            && let Some(at) = page.serves_field()
        {
            playing.focus = fields + at;
            return Vec::new();
        }
        let Some((_, press)) = page.actions.get(playing.focus.saturating_sub(fields)) else {
            return Vec::new();
        };
        match press {
            Press::Again => self.playing = None,
            Press::Close => return vec![Request::Close],
            press => {
                if let Some(answer) = playing.answer_of(press) {
                    return playing.answer(answer, desk);
                }
            }
        }
        Vec::new()
    }
}

impl Playing {
    fn text(&self, at: usize) -> Secret {
        Secret::new(self.fields.get(at).map_or("", Field::text))
    }

    fn answer_of(&self, press: &Press) -> Option<Answer> {
        let phone = |phone_type, by| NewProof::Phone {
            phone_type,
            number: self.text(0).reveal().to_owned(),
            by,
        };
        Some(match press {
            Press::Password => Answer::Password(self.text(0)),
            Press::AccessPass => Answer::AccessPass(self.text(0)),
            Press::Code => Answer::Code(self.text(0)),
            Press::Approve => Answer::Approve(self.text(0).reveal().trim().parse().ok()),
            Press::Confirm => Answer::Confirm,
            Press::Deny => Answer::Deny,
            Press::OtherWay(at) => Answer::OtherWay(*at),
            Press::DontAskAgain(ticked) => Answer::DontAskAgain(*ticked),
            Press::Register(Choice::Authenticator, _) => Answer::Choose(NewProof::Authenticator {
                device: String::new(),
            }),
            Press::Register(Choice::OtherApp, _) => Answer::Choose(NewProof::OtherApp {
                name: String::new(),
            }),
            Press::Register(Choice::Phone(phone_type), by) => {
                Answer::Choose(phone(*phone_type, *by))
            }
            Press::Continue => Answer::Continue,
            Press::NewPassword => Answer::NewPassword {
                new: self.text(0),
                again: self.text(1),
            },
            Press::Stay(yes) => Answer::StaySignedIn(*yes),
            Press::Again | Press::Close => return None,
        })
    }

    /// Gives `answer` to the engine; what is to be checked or saved for it comes back.
    fn answer(&mut self, answer: Answer, desk: &Desk<'_>) -> Vec<Request> {
        let ticked = matches!(answer, Answer::DontAskAgain(_));
        let answered = self.sign_in.answer(&**desk.snapshot, answer, desk.now);
        if answered.is_err() {
            return Vec::new();
        }
        if !ticked {
            let page = Page::of(&self.sign_in);
            // A number that was refused is there to be put right.
            let again = matches!(self.sign_in.step(), Step::Ask(Ask::Register(_)))
                && page.inputs.len() == self.fields.len();
            if !again {
                self.fields = page.fields();
            }
            self.focus = page.begins_at();
        }
        let mut requests: Vec<_> = self.save(desk).into_iter().collect();
        if let Step::Check(check) = self.sign_in.step() {
            requests.push(Request::Check(Box::new(check.clone())));
        }
        requests
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
        let account = self.sign_in.user().map(|user| user.upn.clone());
        let account = account.unwrap_or_default();
        let right = self
            .sign_in
            .right_answer(&**desk.snapshot, &account, self.means, desk.now);
        let text = match self.sign_in.step() {
            Step::Ask(Ask::Password { .. }) => {
                let mut requests = self.answer(Answer::Password(Secret::new("")), desk);
                let right =
                    self.sign_in
                        .right_answer(&**desk.snapshot, &account, self.means, desk.now);
                if let (Step::Check(_), Some(checked)) = (self.sign_in.step(), right) {
                    requests.retain(|request| !matches!(request, Request::Check(_)));
                    requests.extend(self.answer(checked, desk));
                }
                return requests;
            }
            Step::Ask(Ask::UpdatePassword { .. }) => match right {
                Some(answer @ Answer::NewPassword { .. }) => return self.answer(answer, desk),
                _ => return vec![Request::Say("Type another password twice".to_owned())],
            },
            Step::Ask(Ask::Challenge(challenge) | Ask::Verify(challenge)) => {
                let phone = self.sign_in.phone(desk.now);
                let code = phone.as_ref().and_then(PhoneEvent::code);
                let number = challenge.number.map(|number| number.to_string());
                code.map(|code| code.reveal().to_owned()).or(number)
            }
            Step::Ask(Ask::Register(_)) => Some(FREE_NUMBER.to_owned()),
            _ => None,
        };
        match (text, self.fields.first_mut()) {
            (Some(text), Some(field)) => field.set(&text),
            _ => return vec![Request::Say("Nothing is to be typed here".to_owned())],
        }
        Vec::new()
    }

    fn step(&mut self, forward: bool) {
        let stops = self.fields.len() + Page::of(&self.sign_in).actions.len();
        if stops > 0 {
            let by = if forward { 1 } else { stops - 1 };
            self.focus = (self.focus + by) % stops;
        }
    }

    fn is_over(&self) -> bool {
        matches!(self.sign_in.step(), Step::End(_))
    }
}

impl Blade for Play {
    fn scopes(&self) -> &'static [Scope] {
        match &self.playing {
            Some(playing) if !playing.is_over() => &[Scope::Playing, Scope::Always],
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

    fn refresh(&mut self, snapshot: &Snapshot) {
        let last = self.places(snapshot).len().saturating_sub(1);
        self.at = self.at.min(last);
    }

    fn search_field(&mut self) -> Option<&mut Field> {
        let playing = self.playing.as_mut()?;
        playing.fields.get_mut(playing.focus)
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let Some(playing) = &mut self.playing else {
            match act {
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
            Act::Next | Act::Move(Motion::Down) => playing.step(true),
            Act::Previous | Act::Move(Motion::Up) => playing.step(false),
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
        playing.focus = row;
        if row < playing.fields.len() {
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
            Some(playing) => draw::playing(playing, painter, area, scene, top),
        }
    }
}
