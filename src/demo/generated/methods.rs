//! What generated users have registered.

use super::Dice;
use crate::domain::id::MethodId;
use crate::domain::method::{DefaultMethod, Detail, Method};
use crate::domain::phone::{PhoneNumber, PhoneType};
use crate::domain::time::DAY;
use crate::domain::user::User;

/// What can be registered here.
#[derive(Clone, Copy)]
enum Kind {
    Mobile,
    Alternate,
    Office,
    Email,
    App,
    Passwordless,
    Software,
    Hardware,
    Fido2,
    Hello,
}

/// What somebody registers together, and the default sign-in method.
type Habit = (&'static [Kind], Option<DefaultMethod>);

/// How many of a hundred do it like that.
#[rustfmt::skip]
const HABITS: [(Habit, u32); 14] = [
    ((&[Kind::Mobile, Kind::App],               Some(DefaultMethod::Push)),        30),
    ((&[Kind::App],                             Some(DefaultMethod::Push)),        18),
    ((&[Kind::Mobile],                          Some(DefaultMethod::Sms)),         12),
    ((&[],                                      None),                             12),
    ((&[Kind::Mobile, Kind::App, Kind::Email],  Some(DefaultMethod::Push)),         6),
    ((&[Kind::Mobile, Kind::Alternate],         Some(DefaultMethod::VoiceMobile)),  4),
    ((&[Kind::App, Kind::Fido2],                Some(DefaultMethod::Push)),         4),
    ((&[Kind::App, Kind::Hello],                Some(DefaultMethod::Push)),         4),
    ((&[Kind::Email],                           None),                              2),
    ((&[Kind::Software],                        Some(DefaultMethod::Oath)),         2),
    ((&[Kind::Hardware],                        Some(DefaultMethod::Oath)),         2),
    ((&[Kind::Office],                          Some(DefaultMethod::VoiceOffice)),  2),
    ((&[Kind::App, Kind::Passwordless],         Some(DefaultMethod::Push)),         1),
    ((&[Kind::Mobile, Kind::Office, Kind::App, Kind::Software, Kind::Fido2], Some(DefaultMethod::Oath)), 1),
];

const PHONES: [&str; 6] = [
    "Pixel 8",
    "iPhone 15",
    "Galaxy S23",
    "iPhone 13 mini",
    "Nokia XR21",
    "Fairphone 5",
];

/// Area codes in front of 555-01xx, the numbers that are kept free for fiction.
const AREAS: [u32; 8] = [206, 212, 303, 312, 404, 415, 425, 617];

/// Registers what somebody like this has.
pub(super) fn register(user: &mut User, dice: &mut Dice) {
    let (kinds, default) = *dice.weighted(&HABITS);
    for kind in kinds {
        add(user, *kind, dice);
    }
    user.default_method = default;
}

/// Registers what every administrator has.
pub(super) fn app_and_mobile(user: &mut User, dice: &mut Dice) {
    add(user, Kind::App, dice);
    add(user, Kind::Mobile, dice);
    user.default_method = Some(DefaultMethod::Push);
}

fn add(user: &mut User, kind: Kind, dice: &mut Dice) {
    let Some(detail) = detail(user, kind, dice) else {
        return;
    };
    let id = detail
        .kind()
        .fixed_id()
        .unwrap_or_else(|| MethodId::generate(dice.entropy()));
    // After the account, which is at least 500 days old.
    let added = user.created.plus_seconds(i64::from(dice.below(400)) * DAY);
    user.methods.push(Method { id, added, detail });
}

/// `None` only where a made-up number would be no telephone number, which a test rules out.
fn detail(user: &User, kind: Kind, dice: &mut Dice) -> Option<Detail> {
    let phone = |phone_type, dice: &mut Dice| {
        Some(Detail::Phone {
            phone_type,
            number: number(dice)?,
        })
    };
    let device = (*dice.one_of(&PHONES)).to_owned();
    match kind {
        Kind::Mobile => phone(PhoneType::Mobile, dice),
        Kind::Alternate => phone(PhoneType::AlternateMobile, dice),
        Kind::Office => phone(PhoneType::Office, dice),
        Kind::Email => {
            let local = user.upn.split(['@', '_']).next().unwrap_or_default();
            Some(Detail::Email {
                address: format!("{local}@fabrikam.com"),
            })
        }
        Kind::App => Some(Detail::MicrosoftAuthenticator { device, seed: None }),
        Kind::Passwordless => Some(Detail::PasswordlessPhoneSignIn { device }),
        Kind::Software => Some(Detail::SoftwareOath {
            name: "Codes".to_owned(),
            seed: None,
        }),
        Kind::Hardware => Some(Detail::HardwareOath {
            serial: format!("{:07}", dice.below(10_000_000)),
            manufacturer: "Fabrikam".to_owned(),
            model: "Token-C".to_owned(),
            interval: 30,
            active: !dice.percent(10),
            seed: None,
        }),
        Kind::Fido2 => Some(Detail::Fido2 {
            name: format!("Key {}", dice.below(900) + 100),
            model: "Fabrikam Key 5".to_owned(),
        }),
        Kind::Hello => Some(Detail::WindowsHello {
            device: format!("LAPTOP-{}", dice.below(9000) + 1000),
        }),
    }
}

fn number(dice: &mut Dice) -> Option<PhoneNumber> {
    let area = *dice.one_of(&AREAS);
    format!("+1 {area}55501{:02}", dice.below(100)).parse().ok()
}
