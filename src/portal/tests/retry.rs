//! Trying again what was refused, once what stood in the way is gone.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, NOW, Portal, id_of, parse};
use crate::domain::command::Command;
use crate::domain::entropy::Entropy;
use crate::domain::plan;
use crate::domain::user::PerUserMfa;
use crate::portal::effect::Effect;
use crate::portal::message::Msg;
use crate::portal::update;
use crate::store::{Store, StoreError};

#[test]
fn only_those_who_were_refused_are_planned_again() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    for upn in ["AdeleV", "NancyA", "useradmin@"] {
        portal.find(upn).keys("<Space>");
    }
    portal.keys("mm<Space><C-s>");
    portal.shows("r tries the 2 who were refused again");
    let adele = portal.user("AdeleV@contoso.com");
    portal
        .keys("r")
        .shows("Manage user settings 2 users selected");
    portal
        .shows("a Global Administrator is out of")
        .shows("a User Administrator is out of")
        .hides("methods: ");
    portal.keys("<C-s>").shows("2 refused");
    assert_eq!(portal.user("AdeleV@contoso.com"), adele);
}

#[test]
fn a_second_try_succeeds_when_the_reason_is_gone() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.find("NancyA").keys("by<Enter>");
    portal.find("admin@contoso.com");
    portal.go_to(GLOBAL).keys("by");
    portal
        .shows("the last Global Administrator")
        .shows("r tries the one who was refused again");

    // Somebody else makes room meanwhile.
    let tenant = portal.tenant();
    let users = vec![id_of(&tenant, "NancyA@contoso.com")];
    let actor = portal.model.actor().unwrap().clone();
    let command = Command::UnblockSignIn { users };
    let mut entropy = Entropy::from_seed(2);
    let plan = plan::plan(&*tenant, &actor, &command, &mut entropy, NOW);
    portal.store.submit(plan).unwrap();
    portal.tell(Msg::State(portal.store.snapshot()));

    portal.keys("r").shows("sign-in blocked").keys("y");
    portal.shows("Updates successful").hides("r tries");
    assert!(portal.user(GLOBAL).blocked);
}

#[test]
fn what_could_not_be_saved_is_asked_again_as_it_was_filled_in() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.find("AdeleV").keys("ie<C-u>Adele V");
    let save = parse("<C-s>").remove(0);
    let effects = update(&mut portal.model, Msg::Key(save), NOW);
    let [Effect::Submit(ticket, _)] = effects[..] else {
        panic!("{effects:?}");
    };
    let full = StoreError::ReadOnly("the disk is full".to_owned());
    portal.tell(Msg::Submitted(ticket, Err(full)));
    portal.shows("Not saved").shows("r tries again");
    portal.keys("r").shows("1 user renamed").keys("<C-s>");
    portal.shows("Updates successful");
    assert_eq!(portal.user("AdeleV@contoso.com").name, "Adele V");
}

#[test]
fn nothing_is_offered_where_nobody_was_refused() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.find("AdeleV").keys("2");
    portal.find("AdeleV").keys("dy").shows("Updates successful");
    portal
        .hides("r tries")
        .keys("r")
        .shows("Updates successful");
    assert_eq!(portal.user("AdeleV@contoso.com").mfa, PerUserMfa::Disabled);
}
