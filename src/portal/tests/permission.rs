//! Who may not, and how it is said: before the key is pressed, in the plan, and in the audit.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::domain::audit::AuditResult;
use crate::domain::edition::Edition;
use crate::portal::act::Act;
use crate::portal::keymap::{Availability, BINDINGS, Binding};

const NANCY: &str = "NancyA@contoso.com";

fn binding(id: &str) -> &'static Binding {
    BINDINGS.iter().find(|binding| binding.id == id).unwrap()
}

/// Why the command cannot be used now.
fn reason(portal: &Portal, id: &str) -> String {
    match (binding(id).when)(&portal.model) {
        Availability::Disabled(why) => why,
        other => panic!("{id} is {other:?}"),
    }
}

/// Presses the command's key and holds that nothing happens but its reason being said, whole.
fn refused(portal: &mut Portal, key: &str, id: &str) -> String {
    let why = reason(portal, id);
    let before = portal.tenant().revision();
    portal.keys(key);
    assert!(portal.model.dialogs.is_empty(), "{id} opens a dialog");
    assert_eq!(portal.tenant().revision(), before);
    portal.shows(&why);
    why
}

#[test]
fn a_refusal_names_actor_target_action_and_edition() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    portal.open(NANCY);
    for (key, id, action) in [
        ("p", "methods.reset-password", "reset the password"),
        ("r", "methods.reregister", "require re-registration"),
        ("v", "methods.revoke-mfa", "revoke MFA sessions"),
        ("a", "methods.add", "add an authentication method"),
        ("d", "methods.delete", "delete an authentication method"),
        ("c", "methods.change", "change an authentication method"),
        ("D", "methods.default", "default"),
    ] {
        let why = refused(&mut portal, key, id);
        for part in [
            "An Authentication Administrator",
            "Global Administrator",
            action,
            "Entra 2023",
        ] {
            assert!(why.contains(part), "{id}: `{part}` is missing in `{why}`");
        }
    }
}

#[test]
fn a_refused_row_is_audited_with_actor_target_action_and_edition() {
    let mut portal = Portal::contoso(AIRY).signed_in_as("helpdesk@contoso.com");
    portal.find("PatrickR").keys("mm<Space>");
    portal.shows("refused");
    portal.keys("<C-s>").shows("Nothing was changed");
    let audit = portal.audit();
    let [entry] = &audit[..] else {
        panic!("{audit:?}")
    };
    assert_eq!(entry.actor, "helpdesk@contoso.com");
    assert_eq!(entry.target.as_ref().unwrap().upn, "PatrickR@contoso.com");
    let AuditResult::Failure(why) = &entry.result else {
        panic!("{entry:?}")
    };
    for part in [
        "Helpdesk Administrator",
        "require re-registration",
        "Entra 2023",
    ] {
        assert!(why.contains(part), "`{part}` is missing in `{why}`");
    }
}

#[test]
fn the_own_account_is_for_security_info_in_2023_only() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.open(GLOBAL);
    for (key, id) in [("p", "methods.reset-password"), ("r", "methods.reregister")] {
        let why = refused(&mut portal, key, id);
        assert!(
            why.contains("own account") && why.contains("Security info"),
            "{why}"
        );
    }
    for edition in [Edition::Azure2020, Edition::Azure2022] {
        let mut portal = Portal::contoso_in(edition, SMALL).signed_in_as(GLOBAL);
        portal.open(GLOBAL).keys("r").shows("What this will do");
    }
}

#[test]
fn read_only_shows_every_action_disabled_with_the_reason() {
    let mut portal = Portal::read_only(AIRY).signed_in_as(GLOBAL);
    let why = "another proofup has it open since 14:02";
    for (key, id) in [
        ("p", "users.reset-password"),
        ("b", "users.block"),
        ("U", "users.unblock"),
        ("d", "users.delete"),
        ("u", "portal.undo"),
        ("<C-r>", "portal.redo"),
    ] {
        assert!(refused(&mut portal, key, id).contains(why), "{id}");
    }
    portal.keys("m");
    for (key, id) in [
        ("e", "mfa.enable"),
        ("d", "mfa.disable"),
        ("n", "mfa.enforce"),
    ] {
        assert!(refused(&mut portal, key, id).contains(why), "{id}");
    }
    portal.keys("q").open("PatrickR@contoso.com");
    for (key, id) in [
        ("a", "methods.add"),
        ("p", "methods.reset-password"),
        ("r", "methods.reregister"),
        ("v", "methods.revoke-mfa"),
        ("s", "methods.revoke-sessions"),
        ("c", "methods.change"),
        ("d", "methods.delete"),
        ("D", "methods.default"),
    ] {
        assert!(refused(&mut portal, key, id).contains(why), "{id}");
    }
    portal.shows("read-only");
}

#[test]
fn a_click_on_a_disabled_command_says_its_reason_also_out_of_the_search_field() {
    for before in ["", "/", "/ri"] {
        let mut portal = Portal::read_only(AIRY).signed_in_as(GLOBAL);
        portal.keys(before).click_on(Act::ResetPassword);
        assert!(portal.model.dialogs.is_empty(), "after {before:?}");
        portal.shows("Read-only: another proofup");
    }
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("/patrick").click_on(Act::ResetPassword);
    portal.shows("Reset password of Patrick Reed");
}

#[test]
fn read_only_plans_but_does_not_save() {
    let mut portal = Portal::read_only(AIRY).signed_in_as(GLOBAL);
    portal.find("PatrickR").keys("mm");
    if portal.model.dialogs.is_empty() {
        // Not even opened: then it says why.
        assert!(reason(&portal, "mfa.settings").contains("Read-only"));
    } else {
        portal
            .keys("<Space>")
            .shows("loses 2 methods")
            .keys("<C-s>");
        assert!(
            portal.last_line().contains("Read-only"),
            "{}",
            portal.last_line()
        );
    }
    assert_eq!(portal.tenant().revision(), 0);
}

#[test]
fn in_2018_the_blade_has_no_buttons_and_says_where_they_are() {
    let mut portal = Portal::contoso_in(Edition::Azure2018, AIRY).signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com");
    for (key, id) in [("r", "methods.reregister"), ("v", "methods.revoke-mfa")] {
        let why = refused(&mut portal, key, id);
        assert!(
            why.contains("Azure 2018") && why.contains("per-user page"),
            "{why}"
        );
    }
    for (key, id) in [
        ("p", "methods.reset-password"),
        ("a", "methods.add"),
        ("c", "methods.change"),
        ("d", "methods.delete"),
        ("s", "methods.revoke-sessions"),
    ] {
        let why = refused(&mut portal, key, id);
        assert!(why.contains("Azure 2018 does not offer"), "{why}");
    }
}

#[test]
fn what_cannot_be_used_is_toned_down_and_a_refusal_stands_out() {
    let mut portal = Portal::contoso_in(Edition::Azure2018, AIRY).signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com");
    for label in [
        "Reset Password",
        "Require Re-register MFA",
        "Revoke MFA Sessions",
    ] {
        assert_eq!(portal.roles_of(label), "x".repeat(label.len()), "{label}");
    }
    portal.keys("r");
    assert_eq!(portal.roles_of("Azure 2018 has no"), "d".repeat(17));
    assert!(
        portal
            .roles_of("+1 4255550101")
            .chars()
            .all(|role| role == 'F')
    );

    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com");
    let roles = portal.roles_of("Require re-register MFA");
    assert!(
        !roles.contains('x') && roles.contains('k'),
        "{roles}: its key is shown"
    );
}

#[test]
fn in_2018_only_a_full_administrator_saves_user_settings() {
    for (upn, saved) in [(GLOBAL, true), (AUTHENTICATION, false)] {
        let mut portal = Portal::contoso_in(Edition::Azure2018, AIRY).signed_in_as(upn);
        portal.find("PatrickR").keys("mm<Space><C-s>");
        let user = portal.user("PatrickR@contoso.com");
        assert_eq!(user.must_register_again, saved, "{upn} (D8)");
        assert_eq!(user.methods.is_empty(), saved, "{upn}");
    }
}

#[test]
fn what_nothing_is_selected_for_is_disabled() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.find("nobody");
    for id in ["users.block", "users.delete"] {
        assert!(reason(&portal, id).contains("Nobody"), "{id}");
    }
    portal.keys("m/nobody<Enter>");
    assert!(reason(&portal, "mfa.settings").contains("Nobody"));
}

#[test]
fn a_quick_step_that_changes_nobody_is_disabled() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.find("PatrickR").keys("m");
    let why = refused(&mut portal, "n", "mfa.enforce");
    assert!(why.contains("nobody selected is"), "{why}");
}

#[test]
fn the_longest_reason_can_be_read_whole_at_80_columns_and_at_60() {
    for size in [SMALL, (60, 16)] {
        let mut portal = Portal::contoso(size).signed_in_as(AUTHENTICATION);
        portal.open(NANCY);
        refused(&mut portal, "r", "methods.reregister");
        // With the next key the hints are back.
        portal.keys("g").shows("move");
    }
}
