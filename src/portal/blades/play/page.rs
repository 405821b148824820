//! What the sign-in page shows at each step of the engine (`facts/portal.md` 8.1 to 8.3).

use crate::domain::sign_in::{
    Ask, Challenge, Choice, Code, End, PhoneProof, Proof, Registration, SignIn, Step,
};
use crate::domain::user::User;
use crate::portal::parts::field::Field;
use crate::portal::theme::Tone;

/// A page: texts, fields, what can be done.
pub(super) struct Page {
    pub(super) title: String,
    pub(super) texts: Vec<(Tone, String)>,
    /// Labels of the fields, and whether what is typed is hidden.
    pub(super) inputs: Vec<(&'static str, bool)>,
    /// What can be done, the usual thing first.
    pub(super) actions: Vec<(String, Press)>,
}

/// What an action answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    Password,
    AccessPass,
    Code,
    Approve,
    Confirm,
    Deny,
    OtherWay(usize),
    DontAskAgain(bool),
    Register(Choice, PhoneProof),
    Continue,
    NewPassword,
    Stay(bool),
    /// Back to the choice of a place.
    Again,
    Close,
}

impl Page {
    fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            texts: Vec::new(),
            inputs: Vec::new(),
            actions: Vec::new(),
        }
    }

    fn text(mut self, text: impl Into<String>) -> Self {
        self.texts.push((Tone::Plain, text.into()));
        self
    }

    fn accent(mut self, text: String) -> Self {
        self.texts.push((Tone::Accent, text));
        self
    }

    fn fault(mut self, fault: Option<impl ToString>) -> Self {
        let fault = fault.map(|fault| (Tone::Danger, fault.to_string()));
        self.texts.extend(fault);
        self
    }

    fn input(mut self, label: &'static str, hidden: bool) -> Self {
        self.inputs.push((label, hidden));
        self
    }

    fn action(mut self, label: impl Into<String>, press: Press) -> Self {
        self.actions.push((label.into(), press));
        self
    }

    /// The first action that a field belongs to which only some actions need: the number of a phone
    /// that is registered.
    pub(super) fn serves_field(&self) -> Option<usize> {
        let phone = |press: &Press| matches!(press, Press::Register(Choice::Phone(_), _));
        self.actions.iter().position(|(_, press)| phone(press))
    }

    /// The control that has the focus at first: a field, unless only some actions need it.
    pub(super) fn begins_at(&self) -> usize {
        self.serves_field().map_or(0, |_| self.inputs.len())
    }

    /// Empty fields for its inputs.
    pub(super) fn fields(&self) -> Vec<Field> {
        let field = |(_, hidden): &(_, bool)| {
            if *hidden {
                Field::password()
            } else {
                Field::default()
            }
        };
        self.inputs.iter().map(field).collect()
    }

    /// The page of the step that `sign_in` has come to.
    pub(super) fn of(sign_in: &SignIn) -> Self {
        match sign_in.step() {
            Step::Check(_) => Self::titled("Enter password").text("Checking the password"),
            Step::End(end) => ended(sign_in, end),
            Step::Ask(ask) => asked(ask),
        }
    }
}

fn asked(ask: &Ask) -> Page {
    match ask {
        Ask::Account => Page::titled("Sign in"),
        Ask::Password { pass, wrong } => password(*pass, *wrong),
        Ask::Challenge(challenge) => {
            let page = challenged(challenge);
            others(page, challenge)
        }
        Ask::Verify(challenge) => {
            let page = challenged(challenge);
            page.text("This tries out what you register.")
        }
        Ask::Register(registration) => register(registration),
        Ask::Registered {
            method,
            default,
            older,
        } => {
            let default = default.map_or("none", |default| default.label());
            let mut page = Page::titled("Success")
                .text("Great job! You have successfully set up your security info.")
                .text(format!("Registered: {}", method.label()))
                .text(format!("Default sign-in method: {default}"));
            if !older.is_empty() {
                let older: Vec<_> = older.iter().map(|kind| kind.label()).collect();
                let text = format!("Review what you had before: {}", older.join(", "));
                page.texts.push((Tone::Caution, text));
            }
            page.action("Done", Press::Continue)
        }
        Ask::UpdatePassword { fault } => Page::titled("Update your password")
            .text("You need to update your password: this is your first sign-in, or it expired.")
            .fault(*fault)
            .input("New password", true)
            .input("Confirm password", true)
            .action("Sign in", Press::NewPassword),
        Ask::StaySignedIn => Page::titled("Stay signed in?")
            .text("Do this to reduce the number of times you are asked to sign in.")
            .action("Yes", Press::Stay(true))
            .action("No", Press::Stay(false)),
    }
}

fn password(pass: bool, wrong: bool) -> Page {
    let fault = wrong.then_some("Your account or password is incorrect.");
    if !pass {
        return Page::titled("Enter password")
            .fault(fault)
            .input("Password", true)
            .action("Sign in", Press::Password);
    }
    Page::titled("Enter Temporary Access Pass")
        .fault(fault)
        .input("Temporary Access Pass, or password", true)
        .action("Sign in", Press::AccessPass)
        .action("Use your password instead", Press::Password)
}

fn challenged(challenge: &Challenge) -> Page {
    let way = &challenge.way.label;
    match (challenge.way.proof, challenge.number) {
        (Proof::Notification, Some(number)) => Page::titled("Approve sign in request")
            .text("Open your Authenticator app, and enter the number shown to sign in.")
            .accent(format!("    {number}"))
            .fault(challenge.fault)
            .input("On the phone: the number", false)
            .action("Yes", Press::Approve)
            .action("No, it's not me", Press::Deny),
        (Proof::Notification, None) => Page::titled("Approve sign in request")
            .text("Open your Authenticator app and approve the request to sign in.")
            .fault(challenge.fault)
            .action("On the phone: Approve", Press::Approve)
            .action("On the phone: Deny", Press::Deny),
        (Proof::Code | Proof::Text, _) => Page::titled("Enter code")
            .text(match challenge.way.proof {
                Proof::Text => format!("{way}: type the 6-digit code that was sent."),
                _ => "Type the code that the app or the token shows.".to_owned(),
            })
            .fault(challenge.fault)
            .input("Code", false)
            .action("Verify", Press::Code),
        (Proof::Call, _) => Page::titled("Approve sign in request")
            .text(format!("{way}: we are calling. Answer it to go on."))
            .fault(challenge.fault)
            .action("On the phone: answer and press #", Press::Confirm)
            .action("On the phone: hang up", Press::Deny),
        (Proof::AccessPass, _) => Page::titled("Enter Temporary Access Pass")
            .fault(challenge.fault)
            .input("Temporary Access Pass", true)
            .action("Verify", Press::AccessPass),
        (Proof::Key | Proof::Provider, _) => Page::titled("Verify your identity")
            .text(way.clone())
            .fault(challenge.fault)
            .action("Touch or confirm it", Press::Confirm)
            .action("Cancel", Press::Deny),
    }
}

/// "Don't ask again", and the other ways of "Verify your identity".
fn others(mut page: Page, challenge: &Challenge) -> Page {
    if let Some(days) = challenge.remember {
        let mark = if challenge.ticked { "[x]" } else { "[ ]" };
        let label = format!("{mark} Don't ask again for {days} days");
        page = page.action(label, Press::DontAskAgain(!challenge.ticked));
    }
    for (at, way) in challenge.others.iter().enumerate() {
        let label = format!("Another way: {}", way.label);
        page = page.action(label, Press::OtherWay(at));
    }
    page
}

fn register(registration: &Registration) -> Page {
    let mut page = Page::titled("More information required")
        .text("Your organization needs more information to keep your account secure.")
        .fault(registration.fault);
    let phone = |choice: &Choice| matches!(choice, Choice::Phone(_));
    if registration.choices.iter().any(phone) {
        page = page.input("Phone number, to register a phone", false);
    }
    for choice in &registration.choices {
        page = match choice {
            Choice::Authenticator => page.action(
                "Set up Microsoft Authenticator",
                Press::Register(*choice, PhoneProof::Text),
            ),
            Choice::OtherApp => page.action(
                "I want to use a different authenticator app",
                Press::Register(*choice, PhoneProof::Text),
            ),
            Choice::Phone(phone_type) => {
                let label = format!("{} phone", phone_type.label());
                let text = Press::Register(*choice, PhoneProof::Text);
                let call = Press::Register(*choice, PhoneProof::Call);
                let page = if choice.kind() == crate::domain::method::MethodKind::MobilePhone {
                    page.action(format!("{label}: text me a code"), text)
                } else {
                    page
                };
                page.action(format!("{label}: call me"), call)
            }
        };
    }
    page
}

fn ended(sign_in: &SignIn, end: &End) -> Page {
    let page = match end.code {
        None => {
            Page::titled("The window is closed").text("Nothing was proved: no log mentions it.")
        }
        Some(code) => {
            let name = sign_in.user().map_or("", first_name);
            let title = match code {
                Code::Success => format!("{name} is signed in"),
                _ => "Not signed in".to_owned(),
            };
            let page = Page::titled(title);
            let tone = if code == Code::Success {
                Tone::Good
            } else {
                Tone::Danger
            };
            let number = format!("{} {}", code.number(), code.name());
            let mut page = page;
            page.texts.push((tone, number));
            page.text(code.text())
        }
    };
    let mut page = page;
    if !sign_in.why().is_empty() {
        page.texts.push((Tone::Strong, "Why".to_owned()));
    }
    let why = sign_in.why().iter();
    page.texts
        .extend(why.map(|why| (Tone::Muted, why.to_string())));
    page.action("Sign in again", Press::Again)
        .action("Close", Press::Close)
}

fn first_name(user: &User) -> &str {
    user.name.split(' ').next().unwrap_or(&user.name)
}
