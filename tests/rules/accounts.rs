//! Accounts and roles.

use pretty_assertions::assert_eq;
use proofup::domain::command::{Command, NewUser};
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::id::{MethodId, UserId};
use proofup::domain::plan::{Nothing, Outcome};
use proofup::domain::refusal::Refusal;
use proofup::domain::role::Role;
use proofup::domain::user::UserType;

use crate::support::*;

fn new_user(upn: &str, name: &str) -> Command {
    Command::CreateUser(NewUser {
        upn: upn.to_owned(),
        name: name.to_owned(),
        user_type: UserType::Member,
    })
}

#[test]
fn a_new_member_gets_a_temporary_password() {
    let before = tenant(Entra2023, []);
    let command = new_user(" Kim@Contoso.com ", "Kim Akers");
    let by = actor(Role::UserAdministrator);
    let plan = planned(&before, &by, &command);
    let after = applied(&before, &plan);
    let id = after.find("kim@contoso.com").unwrap();
    let kim = after.user(id).unwrap();
    assert_eq!((kim.name.as_str(), kim.created), ("Kim Akers", NOW));
    assert!(kim.password.must_change);
    let secret = plan.revealed.unwrap().secret;
    assert!(kim.password.hash.verify(&secret));
}

#[test]
fn a_new_guest_has_no_password_here() {
    let command = Command::CreateUser(NewUser {
        upn: "kim_fabrikam.com#EXT#@contoso.com".to_owned(),
        name: "Kim".to_owned(),
        user_type: UserType::Guest,
    });
    let plan = planned(&tenant(Entra2023, []), &actor(GA), &command);
    assert!(plan.changes_anything() && plan.revealed.is_none());
}

#[test]
fn names_are_unique_among_the_deleted_too() {
    let kim = user("Kim").but(|user| user.deleted = Some(NOW));
    let tenant = tenant(Entra2023, [kim]);
    let refused = refusal(&tenant, &actor(GA), &new_user("KIM@contoso.com", "Kim"));
    assert_eq!(refused, Refusal::UpnTaken("KIM@contoso.com".to_owned()));
}

#[test]
fn bad_names_are_refused() {
    let tenant = tenant(Entra2023, []);
    let refused = |upn, name| refusal(&tenant, &actor(GA), &new_user(upn, name));
    assert_eq!(refused("kim@contoso.com", "  "), Refusal::NoName);
    assert!(matches!(refused("kim", "Kim"), Refusal::Upn(_)));
    assert!(matches!(refused("k@fabrikam.com", "Kim"), Refusal::Upn(_)));
}

fn users(ids: &[UserId]) -> Vec<UserId> {
    ids.to_vec()
}

fn remove_role(user: UserId) -> Command {
    Command::RemoveRole { user, role: GA }
}

#[test]
fn the_last_global_administrator_who_can_sign_in_stays() {
    let chief = administrator("Chief", GA);
    let blocked = administrator("Blocked", GA).but(|user| user.blocked = true);
    let id = chief.id;
    let alone = tenant(Entra2023, [chief, blocked.clone()]);
    for command in [
        Command::DeleteUsers {
            users: users(&[id]),
        },
        Command::BlockSignIn {
            users: users(&[id]),
        },
        remove_role(id),
    ] {
        let refused = refusal(&alone, &actor(GA), &command);
        assert_eq!(refused, Refusal::LastGlobalAdministrator);
    }
    let remove = outcome(&alone, &actor(GA), &remove_role(blocked.id));
    assert!(matches!(remove, Outcome::Change(_)));
}

#[test]
fn rows_of_one_plan_count_down_together() {
    let chiefs = ["One", "Two"].map(|name| administrator(name, GA));
    let ids = chiefs.each_ref().map(|user| user.id);
    let before = tenant(Entra2023, chiefs);
    let block = Command::BlockSignIn { users: users(&ids) };
    let after = after(&before, &actor(GA), [block]);
    assert!(of(&after, "One").blocked && !of(&after, "Two").blocked);
}

#[test]
fn nobody_deletes_the_account_they_are_signed_in_with() {
    let chief = administrator("Chief", GA);
    let by = acting(&chief);
    let users = users(&[chief.id]);
    let tenant = tenant(Entra2023, [chief, administrator("Other", GA)]);
    let refused = refusal(&tenant, &by, &Command::DeleteUsers { users });
    assert_eq!(refused, Refusal::DeletesItself);
}

#[test]
fn a_deleted_user_can_only_be_restored() {
    let kim = user("Kim").methods("app*").devices("PC");
    let before = tenant(Entra2023, [kim.clone()]);
    let users = users(&[kim.id]);
    let delete = Command::DeleteUsers {
        users: users.clone(),
    };
    let restore = Command::RestoreUsers { users };
    let gone = after(&before, &actor(GA), [&delete]);
    assert_eq!(of(&gone, "Kim").deleted, Some(NOW));
    let refused = refusal(&gone, &actor(GA), &boxes(&[kim.id], "1"));
    assert_eq!(refused, Refusal::Deleted);
    let again = outcome(&gone, &actor(GA), &delete);
    assert_eq!(again, Outcome::Nothing(Nothing::AlreadySo));
    let back = after(&gone, &actor(GA), [&restore]);
    assert_eq!(back, before);
    let again = outcome(&back, &actor(GA), &restore);
    assert_eq!(again, Outcome::Nothing(Nothing::AlreadySo));
}

#[test]
fn after_30_days_a_user_is_gone_for_good() {
    let deleted = |days: i64| {
        let kim = user("Kim").but(|user| {
            user.deleted = Some(NOW.plus_seconds(-days * 86_400));
        });
        let users = users(&[kim.id]);
        let tenant = tenant(Entra2023, [kim]);
        outcome(&tenant, &actor(GA), &Command::RestoreUsers { users })
    };
    assert!(matches!(deleted(30), Outcome::Change(_)));
    assert_eq!(deleted(31), Outcome::Refused(Refusal::DeletedForGood));
}

#[test]
fn roles_come_and_go() {
    let kim = user("Kim");
    let (user, role) = (kim.id, Role::HelpdeskAdministrator);
    let before = tenant(Entra2023, [kim]);
    let by = actor(Role::PrivilegedRoleAdministrator);
    let assign = Command::AssignRole { user, role };
    let assigned = after(&before, &by, [&assign]);
    assert_eq!(of(&assigned, "Kim").roles, HD);
    let again = outcome(&assigned, &by, &assign);
    assert_eq!(again, Outcome::Nothing(Nothing::AlreadySo));
    let removed = after(&assigned, &by, [Command::RemoveRole { user, role }]);
    assert_eq!(removed, before);
}

#[test]
fn somebody_who_is_not_there_is_refused_by_name() {
    let nobody = UserId(uuid("nobody"));
    let tenant = tenant(Entra2023, []);
    let gone = refusal(&tenant, &actor(GA), &boxes(&[nobody], "1"));
    assert_eq!(gone, Refusal::NoUser(nobody));
    let method = MethodId(uuid("none"));
    let kim = user("Kim");
    let delete = Command::DeleteMethod {
        user: kim.id,
        method,
    };
    assert_eq!(refused(&kim, &delete), Refusal::NoMethod(method));
}
