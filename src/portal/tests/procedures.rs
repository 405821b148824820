//! The administrator's procedures, step by step in the words of each document. What a step prints
//! bold is a label: it has to be on the screen, in the portal and edition of the document, before
//! the step's keys are pressed. At both sizes.

mod powershell;
mod s0;
mod s1;
mod s2;
mod s3;
mod s4;

use super::harness::{AIRY, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::domain::user::User;
use crate::portal::words::Door;

/// What one does, as the document words it; the keys; what the document says is to be seen then.
type Step = (&'static str, &'static str, &'static str);

/// One procedure of a document.
struct Procedure {
    edition: Edition,
    door: Door,
    /// Who follows it.
    actor: &'static str,
    /// For whom.
    user: &'static str,
    steps: &'static [Step],
}

impl Procedure {
    /// Follows the steps, from the sign-in screen on. `holds` is told the user before and after.
    fn follow(&self, holds: impl Fn(&User, &User)) {
        for size in [SMALL, AIRY] {
            let mut portal = Portal::contoso_in(self.edition, size);
            while portal.model.wording().door() != self.door {
                portal.keys("<Tab>");
            }
            let before = portal.user(self.user);
            let mut steps = self.steps.iter();
            // The first step of every procedure is to sign in to a portal that it names.
            let (words, _, _) = steps.next().unwrap();
            find(&mut portal, words);
            let mut portal = portal.signed_in_as(self.actor);
            for (words, keys, then) in steps {
                find(&mut portal, words);
                portal.keys(keys);
                if !then.is_empty() {
                    portal.shows(then);
                }
            }
            holds(&before, &portal.user(self.user));
        }
    }
}

/// Every label of the step is on the screen.
fn find(portal: &mut Portal, words: &str) {
    for label in words.split("**").skip(1).step_by(2) {
        portal.shows(label);
    }
}
