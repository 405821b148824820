//! The second tab of the per-user MFA page: read by everybody, changed by those who may.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL, contoso_in};
use crate::domain::edition::Edition;
use crate::domain::settings::{AppPasswords, ServiceSettings};
use crate::store::Access;

const POLICY: &str = "policyadmin@contoso.com";

fn settings(portal: &Portal) -> ServiceSettings {
    portal.tenant().facts().settings.clone()
}

#[test]
fn app_passwords_are_switched_off_and_those_that_exist_keep_working() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(POLICY);
    let before = settings(&portal);
    portal.keys("3").snapshot("service_settings");
    portal.keys("e<Right>").shows("(x) Do not allow users");
    portal
        .keys("<S-Tab><S-Tab>")
        .shows("can no longer see or delete them");
    portal.snapshot("service_settings_dialog");
    assert_eq!(settings(&portal), before, "nothing is done before Save");
    portal.keys("<C-s>").shows("Updates successful");
    let app_passwords = AppPasswords::NotAllowed;
    let after = ServiceSettings {
        app_passwords,
        ..before.clone()
    };
    assert_eq!(settings(&portal), after);
    portal
        .keys("<Enter>u")
        .shows("Undid: Save service settings");
    assert_eq!(settings(&portal), before);
}

#[test]
fn ranges_are_checked_as_they_are_typed() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    // The dialog opens at the row under the cursor.
    portal.keys("3jj<Enter>203.0.113.0/33");
    portal.shows("`203.0.113.0/33` is no IPv4 range");
    portal.keys("<C-s>").hides("Updates successful");
    portal
        .keys("<Backspace>2, 198.51.100.0/24")
        .shows("2 ranges");
    portal.shows("are no longer asked for MFA from 203.0.113.0/32, 198.51.100.0/24");
    portal.keys("<C-s>").shows("Updates successful");
    let saved = settings(&portal).trusted_ips;
    assert_eq!(saved, ["203.0.113.0/32", "198.51.100.0/24"]);
    portal
        .keys("<Enter>")
        .shows("203.0.113.0/32  198.51.100.0/24");
}

#[test]
fn days_are_1_to_365_and_none_where_the_box_is_not_ticked() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .keys("3G<Enter>")
        .shows("Number of days users can trust devices for");
    for bad in ["0", "366", "many", "", "-1", "99999999999"] {
        portal.keys("<C-u>").paste(bad);
        portal.shows("Users can trust devices for 1 to 365 days");
        portal.keys("<C-s>").hides("Updates successful");
    }
    portal
        .keys("<C-u>30")
        .shows("users can remember devices for 30 days, not 365");
    portal
        .keys("<Up><Space>")
        .shows("users can no longer remember devices");
    portal.shows("stay remembered until the day given before");
    portal.keys("<C-s>").shows("Updates successful");
    assert_eq!(settings(&portal).remember_days, None);
}

#[test]
fn who_may_not_change_them_reads_them_and_why() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal.keys("3").shows("To be read only.");
    portal.shows("An Authentication Administrator may not change the service settings");
    portal.snapshot("service_settings_to_read");
    for way in ["e", "<Enter>", "<Space>"] {
        portal.keys(way).shows("it takes");
        assert!(portal.model.dialogs.is_empty(), "{way}");
    }
    // Two clicks on a row ask the engine as well.
    portal.click("federated users").click("federated users");
    assert!(portal.model.dialogs.is_empty());
    let tenant = contoso_in(Edition::Entra2023);
    let why = Access::ReadOnly("another proofup has it open".to_owned());
    let mut portal = Portal::of(tenant, why, SMALL).signed_in_as(GLOBAL);
    portal
        .keys("3e")
        .shows("Read-only: another proofup has it open");
    portal
        .click("federated users")
        .click("federated users")
        .keys("<C-s>");
    assert_eq!(settings(&portal), contoso_settings());
}

fn contoso_settings() -> ServiceSettings {
    let portal = Portal::contoso(SMALL);
    settings(&portal)
}

#[test]
fn tab_and_brackets_switch_tabs_and_marks_stay() {
    let mut portal = Portal::contoso_in(Edition::Azure2018, SMALL).signed_in_as(GLOBAL);
    portal.keys("2<Space><Space>").shows("2 selected");
    for there_and_back in ["<Tab><Tab>", "][", "[]"] {
        let (there, back) = there_and_back.split_at(there_and_back.len() / 2);
        portal.keys(there).shows("verification options");
        portal
            .keys(back)
            .hides("verification options")
            .shows("2 selected");
    }
    portal
        .click("service settings")
        .shows("verification options");
    portal.keys("<Esc>").shows("2 selected");
    // From the menu the first tab is opened beside it.
    portal.keys("13<Tab>").hides("verification options");
    assert_eq!(portal.model.blades.len(), 2);
}
