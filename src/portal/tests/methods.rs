//! One user's blade: passwords, methods, what is shown once.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::domain::method::{Detail, MethodKind};
use crate::domain::secret::Secret;

/// On the blade of `upn`, as Authentication Administrator.
fn on(upn: &str) -> Portal {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    portal.open(upn);
    portal
}

#[test]
fn a_temporary_password_is_shown_once_copied_and_then_nowhere() {
    let mut portal = on("PatrickR@contoso.com");
    let before = portal.user("PatrickR@contoso.com");
    portal.keys("p").shows("Reset password of Patrick Reed");
    portal.hides("Temporary password");
    portal.keys("y").shows("Temporary password, shown once");
    let secret = portal.secret().expect("no secret is revealed");
    portal.shows(&secret);
    let after = portal.user("PatrickR@contoso.com");
    assert!(after.password.hash.verify(&Secret::new(secret.as_str())));
    assert!(after.password.must_change);
    assert_eq!(after.app_passwords, before.app_passwords, "D6");
    assert_eq!(after.methods, before.methods, "D6");

    assert!(portal.copied.is_empty());
    portal.keys("y");
    assert_eq!(portal.copied, [secret.as_str()]);
    portal.shows("clipboard");

    portal.keys("<Enter>").hides(&secret);
    assert_eq!(portal.secret(), None);
    for keys in ["q", "m", "q", "?", "<Esc>", ":", "<Esc>", "<Enter>"] {
        portal.keys(keys).hides(&secret);
    }
    portal.keys("p").hides(&secret).keys("<Esc>");
    let audit = format!("{:?}", portal.audit());
    assert!(audit.contains("ResetPasswordByAdmin"));
    assert!(!audit.contains(&secret), "the audit trail knows the secret");
    let left = format!("{:?}", portal.model);
    assert!(!left.contains(&secret), "the portal still knows the secret");
    assert_eq!(portal.copied.len(), 1, "y copies once");
}

#[test]
fn undo_of_a_reset_restores_the_old_password() {
    let mut portal = on("PatrickR@contoso.com");
    let before = portal.user("PatrickR@contoso.com");
    portal.keys("py");
    let secret = portal.secret().unwrap();
    portal.keys("<Enter>u").shows("Undid: Reset password");
    assert_eq!(portal.user("PatrickR@contoso.com"), before);
    portal
        .keys("<C-r>")
        .shows("Did again: Reset password")
        .hides(&secret);
    let again = portal.user("PatrickR@contoso.com");
    assert!(again.password.hash.verify(&Secret::new(secret.as_str())));
}

#[test]
fn no_and_esc_change_nothing() {
    for close in ["n", "<Esc>", "<Enter>", "<Space>"] {
        let mut portal = on("PatrickR@contoso.com");
        let before = portal.user("PatrickR@contoso.com");
        portal.keys("r").shows("What this will do");
        portal.keys(close).hides("What this will do");
        assert_eq!(portal.user("PatrickR@contoso.com"), before, "{close}");
        assert!(portal.audit().is_empty());
    }
}

#[test]
fn a_phone_number_is_checked_as_it_is_typed() {
    let mut portal = on("JordanM@contoso.com");
    portal.keys("a<Tab><Tab>4255550100");
    portal.shows("Start with + and the country code");
    portal.keys("<C-s>").shows("Add authentication method");
    assert!(portal.user("JordanM@contoso.com").methods.is_empty());
    portal
        .keys("<C-u>+1 4255550100")
        .shows("gets 1 method: 1 phone");
    portal.keys("<C-s>").shows("Updates successful");
    let user = portal.user("JordanM@contoso.com");
    let [method] = &user.methods[..] else {
        panic!("{:?}", user.methods)
    };
    assert_eq!(method.detail.text(), "+1 4255550100");
    portal.keys("<Enter>").shows("+1 4255550100");
}

#[test]
fn an_email_address_serves_password_reset_only() {
    let mut portal = on("JordanM@contoso.com");
    portal.keys("a<Right><Tab>jordan").keys("<C-s>");
    assert!(
        portal.user("JordanM@contoso.com").methods.is_empty(),
        "no address yet"
    );
    portal.keys("<Esc><Esc>").open("JordanM@contoso.com");
    portal.keys("a<Right><Tab>jordan@fabrikam.com<C-s><Enter>");
    assert_eq!(
        portal.user("JordanM@contoso.com").methods[0].kind(),
        MethodKind::Email
    );
    portal.shows("password reset only");
}

#[test]
fn a_mobile_is_changed_for_a_synced_user() {
    let mut portal = on("DiegoS@contoso.com");
    let before = portal.user("DiegoS@contoso.com");
    portal
        .keys("c<C-u>+1 4255550199<C-s>")
        .shows("Updates successful");
    let after = portal.user("DiegoS@contoso.com");
    assert_eq!(after.methods[0].detail.text(), "+1 4255550199");
    assert_eq!(after.methods[0].id, before.methods[0].id);
    assert_eq!(
        after.profile, before.profile,
        "the public profile is on-premises' (D17)"
    );
}

#[test]
fn the_default_method_is_kept_until_another_is_chosen() {
    let mut portal = on("PatrickR@contoso.com");
    let before = portal.user("PatrickR@contoso.com");
    portal.keys("d").shows("This is the default sign-in method");
    assert!(portal.model.dialogs.is_empty());
    assert_eq!(portal.user("PatrickR@contoso.com"), before);
    portal.keys("D<Left><Left><C-s><Enter>d").shows("Delete");
    portal.keys("y").shows("Updates successful");
    assert_eq!(portal.user("PatrickR@contoso.com").methods.len(), 1);
}

#[test]
fn a_mobile_under_an_alternate_mobile_is_not_deleted() {
    let mut portal = on("ReneV@contoso.com");
    portal.keys("d");
    let user = portal.user("ReneV@contoso.com");
    assert_eq!(user.methods.len(), 2);
    assert!(
        portal.model.dialogs.is_empty(),
        "it cannot even be asked for (D15)"
    );
}

#[test]
fn a_hardware_token_is_deactivated_by_reregister_and_activated_again() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .open("JohannaL@contoso.com")
        .keys("ry")
        .shows("Updates successful");
    portal
        .keys("<Enter>")
        .shows("Non-usable authentication methods Authentication method");
    portal.shows("deactivated");
    portal
        .keys("G")
        .keys("t")
        .shows("activated")
        .keys("y<Enter>");
    let user = portal.user("JohannaL@contoso.com");
    let active = |detail: &Detail| matches!(detail, Detail::HardwareOath { active: true, .. });
    assert_eq!(user.methods.len(), 1);
    assert!(active(&user.methods[0].detail));
    portal.hides("deactivated");
}

#[test]
fn y_copies_the_row() {
    let mut portal = on("PatrickR@contoso.com");
    portal.keys("y");
    assert_eq!(portal.copied, ["+1 4255550101"]);
    portal.keys("qy");
    assert_eq!(portal.copied[1], "PatrickR@contoso.com");
}

#[test]
fn a_user_deleted_by_somebody_else_is_gone_and_says_so() {
    let mut portal = on("PatrickR@contoso.com");
    portal.keys("q<Esc>").find("PatrickR");
    portal.keys("dy<Enter>").shows("No users match");
    portal
        .keys("u")
        .shows("Undid: Delete")
        .shows("PatrickR@contoso.com");
}

#[test]
fn somebody_else_s_change_is_seen_at_once_and_the_plan_made_again() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal
        .open("PatrickR@contoso.com")
        .keys("r")
        .shows("loses 2 methods");
    let actor = portal.model.actor().unwrap().clone();
    let tenant = portal.tenant();
    let user = tenant.find("PatrickR@contoso.com").unwrap();
    let command = crate::domain::command::Command::RequireReregister { user };
    let mut entropy = crate::domain::entropy::Entropy::from_seed(9);
    let plan = crate::domain::plan::plan(
        &*tenant,
        &actor,
        &command,
        &mut entropy,
        super::harness::NOW,
    );
    crate::store::Store::submit(&*portal.store, plan).unwrap();
    portal.tell(crate::portal::message::Msg::State(portal.tenant()));
    portal.shows("nothing to delete").hides("loses 2 methods");
    portal.keys("yy").shows("Nothing was changed");
    portal.keys("<Enter>u").shows("Nothing to undo");
}

#[test]
fn a_user_without_usable_methods_has_no_default_to_choose() {
    let mut portal = on("JordanM@contoso.com");
    portal.keys("D");
    let before = portal.user("JordanM@contoso.com");
    assert!(
        portal.model.dialogs.is_empty(),
        "a dialog with nothing to choose"
    );
    portal.shows("No usable method");
    assert_eq!(portal.user("JordanM@contoso.com"), before);
}
