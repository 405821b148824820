//! What a command is called elsewhere: in other editions, at other doors, and in later labels. Who
//! reads a document of another year finds the command by its words.

use super::{Door, Wording};
use crate::domain::edition::Edition;
use crate::portal::act::Act;
use crate::portal::keymap::Binding;

/// Labels of after S3 (S4; `facts/portal.md` 2.2).
const LATER: [(Act, &str); 3] = [
    (
        Act::RequireReregister,
        "Require re-register multifactor authentication",
    ),
    (
        Act::RevokeMfaSessions,
        "Revoke multifactor authentication sessions",
    ),
    (
        Act::Go(crate::portal::act::Place::PerUserMfa),
        "Per-user MFA",
    ),
];

/// The sentence of help, and behind it the other names.
pub fn with_other_names(binding: &Binding, here: Wording) -> String {
    let own = (binding.label)(here);
    let mut names: Vec<&str> = Vec::new();
    let elsewhere = Edition::ALL.into_iter().flat_map(|edition| {
        let doors = Door::ALL.into_iter();
        let open = doors.filter(move |door| door.sign(edition).is_some());
        open.map(move |door| (binding.label)(Wording::new(edition, door)))
    });
    let later = LATER.into_iter().filter(|(act, _)| *act == binding.act);
    for name in elsewhere.chain(later.map(|(_, name)| name)) {
        let known = names.iter().chain([&own]);
        if !known
            .into_iter()
            .any(|known| known.eq_ignore_ascii_case(name))
        {
            names.push(name);
        }
    }
    if names.is_empty() {
        return binding.help.to_owned();
    }
    format!("{} Also called {}.", binding.help, names.join(", "))
}
