//! "What Save will do", in lines.

use pretty_assertions::assert_eq;
use proofup::domain::change::Fact;
use proofup::domain::command::{Command, NewMethod};
use proofup::domain::edition::Edition::{self, Azure2020, Entra2023};
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::{Actor, Plan};
use proofup::domain::preview::{Summary, Tone, result};
use proofup::domain::role::Role;
use proofup::domain::settings::ServiceSettings;
use proofup::domain::tenant::Tenant;
use proofup::domain::undo::{self, Direction, Done};
use proofup::domain::user::{PerUserMfa, User};

use crate::support::*;

fn lines(tenant: &Tenant, by: &Actor, command: &Command) -> Vec<String> {
    told(tenant, &planned(tenant, by, command))
}

fn told(tenant: &Tenant, plan: &Plan) -> Vec<String> {
    let summary = Summary::of(tenant, plan);
    summary.text().lines().map(str::to_owned).collect()
}

fn rows(tenant: &Tenant, plan: &Plan) -> Vec<(Tone, String)> {
    let results = plan.rows.iter().map(|row| result(tenant, row));
    results.map(|one| (one.tone, one.text)).collect()
}

/// Three with both methods, one with a token, one with nothing, one out of reach.
fn office() -> Vec<User> {
    let mut users: Vec<_> = ["Allan", "Diego", "Megan"]
        .map(|name| user(name).methods("mob* app fido").devices("PC TAB"))
        .to_vec();
    users[0] = users[0].clone().app_passwords("OL10");
    users.push(user("Lee").methods("hw*"));
    users.push(user("Nestor").devices("PC"));
    users.push(administrator("Patti", GA).methods("app*").devices("PC"));
    users
}

fn save(edition: Edition, ticked: &str) -> (Tenant, Plan) {
    let users = office();
    let ids: Vec<_> = users.iter().map(|user| user.id).collect();
    let tenant = tenant(edition, users);
    let plan = planned(&tenant, &actor(AA), &boxes(&ids, ticked));
    (tenant, plan)
}

#[test]
fn the_dialog_in_2023() {
    let (tenant, plan) = save(Entra2023, "13");
    assert_eq!(
        told(&tenant, &plan),
        [
            "3 users lose 6 methods: 3 phones, 3 Authenticator apps",
            "1 hardware OATH token deactivated",
            "1 user no default sign-in method left",
            "7 remembered devices forgotten",
            "1 user no remembered devices",
            "1 user nothing to delete",
            "1 user refused: a Global Administrator is out of an Authentication Administrator's reach",
            "4 methods stay: 1 hardware OATH token, 3 security keys",
            "1 app password keeps working",
        ]
    );
    assert_eq!(
        rows(&tenant, &plan)[..],
        [
            (
                Tone::Change,
                "2 methods deleted, 2 remembered devices forgotten".to_owned()
            ),
            (
                Tone::Change,
                "2 methods deleted, 2 remembered devices forgotten".to_owned()
            ),
            (
                Tone::Change,
                "2 methods deleted, 2 remembered devices forgotten".to_owned()
            ),
            (
                Tone::Change,
                "1 hardware OATH token deactivated, no default sign-in method left".to_owned()
            ),
            (Tone::Change, "1 remembered device forgotten".to_owned()),
            (
                Tone::Refused,
                "refused: a Global Administrator is out of an Authentication Administrator's reach"
                    .to_owned()
            ),
        ]
    );
}

#[test]
fn the_dialog_in_2020_keeps_the_methods() {
    let (tenant, plan) = save(Azure2020, "12");
    let told = told(&tenant, &plan);
    assert_eq!(told[0], "5 users must register again");
    assert!(
        told.contains(
            &"6 users refused: an Authentication Administrator may not delete app passwords in \
              Azure 2020: it takes a Global Administrator"
                .to_owned()
        ),
        "{told:#?}"
    );
    let stay =
        "10 methods stay: 3 phones, 3 Authenticator apps, 1 hardware OATH token, 3 security keys";
    assert!(told.contains(&stay.to_owned()), "{told:#?}");
}

#[test]
fn nothing_ticked_says_nothing() {
    let (tenant, plan) = save(Entra2023, "");
    assert_eq!(told(&tenant, &plan), Vec::<String>::new());
    assert_eq!(rows(&tenant, &plan)[0].1, "nothing to do");
}

#[test]
fn every_kind_of_command_has_words() {
    let kim = user("Kim").methods("app*").app_passwords("OL10");
    let users = vec![kim.id];
    let tenant = tenant(Entra2023, [kim.clone()]);
    let by = actor(GA);
    let told = |command| lines(&tenant, &by, &command);
    let user = kim.id;
    assert_eq!(
        told(Command::ResetPassword { user }),
        [
            "1 user password reset",
            "1 method stays: 1 Authenticator app",
            "1 app password keeps working",
        ]
    );
    let method = NewMethod::Phone {
        phone_type: PhoneType::Mobile,
        number: "+1 4255550100".to_owned(),
    };
    assert_eq!(
        told(Command::AddMethod { user, method }),
        ["1 user gets 1 method: 1 phone"]
    );
    assert_eq!(
        told(Command::SetPerUserMfa {
            users: users.clone(),
            to: PerUserMfa::Disabled
        }),
        [
            "1 user MFA Disabled",
            "1 user app passwords stop working while MFA is disabled; methods are kept"
        ]
    );
    assert_eq!(told(Command::DeleteUsers { users }), ["1 user deleted"]);
    let role = Role::ReportsReader;
    assert_eq!(
        told(Command::AssignRole { user, role }),
        ["1 user Reports Reader assigned"]
    );
    let settings = ServiceSettings {
        remember_days: Some(90),
        text_message: false,
        ..ServiceSettings::default()
    };
    assert_eq!(
        told(Command::SaveServiceSettings(settings)),
        [
            "2 service settings changed",
            "Text message to phone is no longer offered",
            "users can remember devices for 90 days",
        ]
    );
    let settings = ServiceSettings {
        remember_days: Some(0),
        ..ServiceSettings::default()
    };
    assert_eq!(
        told(Command::SaveServiceSettings(settings)),
        ["refused: Users can trust devices for 1 to 365 days"]
    );
}

#[test]
fn an_undo_is_told_in_the_same_words() {
    let (before, plan) = save(Entra2023, "13");
    let mut after = before.clone();
    let facts: Vec<Fact> = plan.facts().cloned().collect();
    let inverse = after.apply(facts, 2).unwrap();
    let done = Done::new(plan.title.clone(), inverse, &after);
    let undo = undo::plan(&after, &actor(AA), &done, Direction::Undo, NOW);
    let told = told(&after, &undo);
    assert_eq!(
        told[0],
        "3 users get 6 methods: 3 phones, 3 Authenticator apps"
    );
    assert_eq!(told[1], "1 hardware OATH token activated");
    assert!(told.contains(&"7 remembered devices restored".to_owned()));
}
