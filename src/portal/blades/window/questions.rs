//! What the window shows for each question of the engine (`facts/portal.md` 8.1 to 8.3).

use super::{Page, Press, Shown, Window};
use crate::domain::method::MethodKind;
use crate::domain::phone::PhoneType;
use crate::domain::sign_in::{Ask, Challenge, Choice, PhoneProof, Proof, Registration, Scan};
use crate::portal::theme::Tone;

impl Page {
    /// The page of `ask`, as `window` shows it.
    pub fn asked(ask: &Ask, window: &Window) -> Self {
        match ask {
            Ask::Account => Self::titled("Sign in"),
            Ask::Password { pass, wrong } => password(*pass, *wrong),
            Ask::Challenge(challenge) => {
                let page = challenged(challenge);
                others(page, challenge)
            }
            Ask::Scan(scan) => scanned(scan, window.shown),
            Ask::Verify(challenge) => {
                let page = challenged(challenge).text("This tries out what you register.");
                others(page, challenge).action(OTHER_METHOD, Press::Deny)
            }
            Ask::Register(registration) => match window.picked {
                Some(choice) => details(choice, registration),
                None => choices(registration),
            },
            Ask::Registered {
                method,
                default,
                older,
            } => {
                let default = default.map_or("none", |default| default.label());
                let mut page = Self::titled("Success")
                    .text("Great job! You have successfully set up your security info.")
                    .text(format!("Registered: {}", method.label()))
                    .text(format!("Default sign-in method: {default}"));
                if !older.is_empty() {
                    let older: Vec<_> = older.iter().map(|kind| kind.label()).collect();
                    let text = format!("Review what you had before: {}", older.join(", "));
                    page = page.toned(Tone::Caution, text);
                }
                page.action("Done", Press::Continue)
            }
            Ask::UpdatePassword { fault } => Self::titled("Update your password")
                .text(
                    "You need to update your password: this is your first sign-in, or it expired.",
                )
                .fault(*fault)
                .input("New password", true)
                .input("Confirm password", true)
                .action("Sign in", Press::NewPassword),
            Ask::StaySignedIn => Self::titled("Stay signed in?")
                .text("Do this to reduce the number of times you are asked to sign in.")
                .action("Yes", Press::Stay(true))
                .action("No", Press::Stay(false)),
        }
    }
}

const CANNOT_SCAN: &str = "Can't scan the QR code?";
const OTHER_METHOD: &str = "I want to set up a different method";

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
            .toned(Tone::Accent, format!("    {number}"))
            .fault(challenge.fault)
            .input("On the phone: the number", false)
            .action("Yes", Press::Approve)
            .action("No, it's not me", Press::Deny),
        (Proof::Notification, None) => Page::titled("Approve sign in request")
            .text("Open your Authenticator app and approve the request to sign in.")
            .fault(challenge.fault)
            .action("On the phone: Approve", Press::Approve)
            .action("On the phone: Deny", Press::Deny),
        (Proof::Code | Proof::Text | Proof::Mail, _) => Page::titled("Enter code")
            .text(match challenge.way.proof {
                Proof::Text | Proof::Mail => {
                    format!("{way}: type the 6-digit code that was sent.")
                }
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

fn scanned(scan: &Scan, shown: Shown) -> Page {
    let app = match scan.app {
        MethodKind::MicrosoftAuthenticator => "the Microsoft Authenticator app",
        _ => "your authenticator app",
    };
    let page = match shown {
        Shown::Code | Shown::Swapped => Page::titled("Scan the QR code")
            .text(format!(
                "Use {app} to scan the QR code. This will connect it with your account."
            ))
            .text("After you scan the QR code, choose Next."),
        Shown::Text => {
            let text = format!("Enter the following into {app}, then choose Next.");
            let page = Page::titled(CANNOT_SCAN).text(text);
            let typed = typed(scan).into_iter();
            typed.fold(page, |page, (tone, text)| page.toned(tone, text))
        }
    };
    let mut page = page.action("Next", Press::Continue);
    page.scan = Some(scan.clone());
    page = match shown {
        Shown::Code => page
            .action(CANNOT_SCAN, Press::Show(Shown::Text))
            .action("Swap light and dark", Press::Show(Shown::Swapped)),
        Shown::Swapped => page
            .action(CANNOT_SCAN, Press::Show(Shown::Text))
            .action("Swap light and dark back", Press::Show(Shown::Code)),
        Shown::Text => page.action("Show the QR code", Press::Show(Shown::Code)),
    };
    page.action("Set up a different method", Press::Deny)
}

/// What an app is told that cannot scan.
pub(super) fn typed(scan: &Scan) -> [(Tone, String); 4] {
    [
        (Tone::Muted, "Secret key".to_owned()),
        (Tone::Accent, scan.key.reveal().to_owned()),
        (Tone::Muted, "The same as an address".to_owned()),
        (Tone::Plain, scan.uri.reveal().to_owned()),
    ]
}

/// What can be registered.
fn choices(registration: &Registration) -> Page {
    let page = Page::titled("More information required")
        .text("Your organization needs more information to keep your account secure.")
        .fault(registration.fault);
    registration.choices.iter().fold(page, |page, choice| {
        page.action(label(*choice), begin(*choice))
    })
}

fn label(choice: Choice) -> String {
    match choice {
        Choice::Authenticator => "Set up Microsoft Authenticator".to_owned(),
        Choice::OtherApp => "I want to use a different authenticator app".to_owned(),
        Choice::Phone(phone_type) => format!("{} phone", phone_type.label()),
        Choice::Email => "Email".to_owned(),
        Choice::SecurityKey => "Security key".to_owned(),
    }
}

fn begin(choice: Choice) -> Press {
    match choice {
        Choice::Authenticator | Choice::OtherApp => Press::Register(choice, PhoneProof::Text),
        Choice::Phone(_) | Choice::Email | Choice::SecurityKey => Press::Pick(choice),
    }
}

/// The number, the address or the name of what is registered.
fn details(choice: Choice, registration: &Registration) -> Page {
    let text = Press::Register(choice, PhoneProof::Text);
    let call = Press::Register(choice, PhoneProof::Call);
    let page = Page::titled(label(choice));
    let page = match choice {
        Choice::Phone(phone_type) => {
            let page = page
                .text("What phone number would you like to use?")
                .fault(registration.fault)
                .input("Phone number", false);
            let page = match phone_type {
                PhoneType::Mobile => page.action("Text me a code", text),
                PhoneType::AlternateMobile | PhoneType::Office => page,
            };
            page.action("Call me", call)
        }
        Choice::Email => page
            .text("What email would you like to use? It serves password reset only.")
            .fault(registration.fault)
            .input("Email", false)
            .action("Next", text),
        Choice::SecurityKey | Choice::Authenticator | Choice::OtherApp => page
            .text("Name your security key. This will help distinguish it from other keys.")
            .fault(registration.fault)
            .input("Name", false)
            .action("Next", text),
    };
    page.action(OTHER_METHOD, Press::OtherChoice)
}
