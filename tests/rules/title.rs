//! What undo will call a command.

use pretty_assertions::assert_eq;
use proofup::domain::command::{Command, NewMethod};
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::id::UserId;
use proofup::domain::phone::PhoneType;
use proofup::domain::role::Role;
use proofup::domain::user::PerUserMfa;

use crate::support::*;

#[test]
fn titles_name_the_one_user_or_count_them() {
    let diego = user("Diego Siciliani").methods("app*");
    let (user, method) = (diego.id, diego.methods[0].id);
    let tenant = tenant(Entra2023, [diego, crate::support::user("Kim")]);
    let title = |command| planned(&tenant, &actor(GA), &command).title;
    let both = vec![user, of(&tenant, "Kim").id];
    let phone = NewMethod::Phone {
        phone_type: PhoneType::Mobile,
        number: String::new(),
    };
    let role = Role::ReportsReader;
    let to = PerUserMfa::Enforced;
    let nobody = UserId(uuid("nobody"));
    for (command, expected) in [
        (
            Command::ResetPassword { user },
            "Reset password of Diego Siciliani",
        ),
        (
            Command::ResetPassword { user: nobody },
            "Reset password of a user who is gone",
        ),
        (
            Command::AddMethod {
                user,
                method: phone,
            },
            "Add Mobile phone for Diego Siciliani",
        ),
        (
            Command::DeleteMethod { user, method },
            "Delete Microsoft Authenticator of Diego Siciliani",
        ),
        (
            Command::AssignRole { user, role },
            "Assign Reports Reader to Diego Siciliani",
        ),
        (
            Command::SetPerUserMfa {
                users: both.clone(),
                to,
            },
            "Enforce MFA for 2 users",
        ),
        (boxes(&both, "1"), "Manage user settings for 2 users"),
        (boxes(&[], "1"), "Manage user settings for 0 users"),
    ] {
        assert_eq!(title(command), expected);
    }
}
