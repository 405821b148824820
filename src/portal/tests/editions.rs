//! What would this do in another year, and going on in it.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use crate::domain::edition::Edition;

#[test]
fn the_open_dialogs_command_is_planned_in_every_edition_with_its_document() {
    for size in [SMALL, AIRY] {
        let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
        portal
            .find("DiegoS@")
            .keys("mm<Space>E")
            .snapshot("editions_dialog");
        portal.shows("What would this do in 2018, 2020, 2022 and 2023?");
        portal.shows("S3, 29 Aug 2023");
        // The comparison changes nothing, and Esc goes back to the dialog as it was.
        portal
            .keys("<Esc>")
            .shows("Manage user settings")
            .shows("[x] Require selected users");
    }
}

#[test]
fn without_a_dialog_the_main_actions_are_compared_for_the_selected_users() {
    let mut portal = Portal::contoso((160, 50)).signed_in_as(GLOBAL);
    portal.find("DiegoS@").keys("E").snapshot("editions");
    for action in [
        "Reset password",
        "Require re-register MFA",
        "Revoke MFA sessions",
        "Delete app passwords",
    ] {
        portal.shows(action);
    }
    for edition in Edition::ALL {
        portal.shows(edition.label()).shows(edition.cited());
    }
    // 2018 does not offer the reset (rules 1).
    portal.shows("not offer to reset the password");
}

#[test]
fn the_session_goes_on_in_the_chosen_edition_and_saves_its_plans_but_the_tenant_stays() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .find("DiegoS@")
        .keys("E<Right><Enter>")
        .shows("Now in Azure 2018 (S0)");
    portal
        .shows("Contoso · Azure 2018")
        .shows("Microsoft Azure");
    assert_eq!(portal.tenant().edition(), Edition::Entra2023);
    // 2018: the list is emptied and the flag set (S0); in 2023 there is no flag.
    portal.keys("mm<Space><C-s>").shows("Updates successful");
    let diego = portal.user("DiegoS@contoso.com");
    assert!(diego.must_register_again && diego.methods.is_empty());
    portal.keys("<Enter>u").shows("Undid").shows("Azure 2018");
    assert!(!portal.user("DiegoS@contoso.com").must_register_again);
    assert_eq!(portal.tenant().edition(), Edition::Entra2023);
    // Signing out ends it.
    portal.keys("<C-o>");
    let mut portal = portal.signed_in_as(GLOBAL);
    portal.shows("Contoso · Entra 2023");
}

#[test]
fn an_open_form_plans_again_in_the_edition_one_switches_to() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .find("DiegoS@")
        .keys("mm<Space>")
        .shows("loses 1 method")
        .keys("E<Left><Enter>");
    portal.shows("Contoso · Azure 2022").hides("loses 1 method");
    portal.keys("<C-s>").shows("Updates successful");
    let diego = portal.user("DiegoS@contoso.com");
    assert!(diego.must_register_again && !diego.methods.is_empty());
}

#[test]
fn every_form_shows_the_cmdlets_of_the_edition_and_copies_them_whole() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .find("")
        .keys("vjjj<Space>mm<Space>")
        .shows("and 2 more");
    portal
        .shows("Reset-EntraStrongAuthenticationMethodByUpn")
        .keys("Y");
    let copied = portal.copied.pop().unwrap();
    assert!(
        copied.lines().next().unwrap().matches('@').count() == 4,
        "{copied}"
    );
    portal
        .keys("E<Right><Enter>")
        .shows("-StrongAuthenticationMethods $noMfaConfig");
    // A comment says where there is none.
    portal
        .keys("<Space>j<Space>")
        .shows("No cmdlet or Graph call exists for app passwords");
}

#[test]
fn each_statement_names_the_document_and_the_heading_that_it_stands_under() {
    let mut portal = Portal::contoso((160, 50)).signed_in_as(GLOBAL);
    portal.find("DiegoS@").keys("E");
    for cited in [
        "S0, \"Require users to provide contact methods again\"",
        "S0, \"Restore MFA on all remembered devices for a user\"",
        "S1, \"Manage user authentication options\"",
        "S2, \"Delete users' existing app passwords\"",
        "S3, \"Delete users' existing app passwords\"",
        "S0 does not tell of it",
    ] {
        portal.shows(cited);
    }
}
