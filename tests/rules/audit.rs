//! D18 and D20: every action leaves its entry, with before and after, and no secret.

use pretty_assertions::assert_eq;
use proofup::domain::audit::{Activity, AuditEntry, AuditResult};
use proofup::domain::command::{Command, NewMethod};
use proofup::domain::edition::Edition::{Azure2020, Entra2023};
use proofup::domain::role::Role;
use proofup::domain::settings::ServiceSettings;
use proofup::domain::user::PerUserMfa;

use crate::support::*;

fn modified(entry: &AuditEntry) -> Vec<(&str, &str, &str)> {
    let all = entry.modified.iter();
    all.map(|one| (one.property.as_str(), one.old.as_str(), one.new.as_str()))
        .collect()
}

#[test]
fn d18_a_reregister_leaves_an_entry_for_itself_and_one_for_each_method() {
    let kim = user("Kim").methods("mob* hw");
    let tenant = tenant(Entra2023, [kim.clone()]);
    let plan = planned(&tenant, &actor(AA), &boxes(&[kim.id], "1"));
    let activities: Vec<_> = plan.audit.iter().map(|entry| entry.activity).collect();
    assert_eq!(
        activities,
        [
            Activity::UpdateUser,
            Activity::AdminDeletedSecurityInfo,
            Activity::UpdateHardwareOathToken
        ]
    );
    for entry in &plan.audit {
        assert_eq!(entry.actor, "admin@contoso.com");
        assert_eq!(entry.target.as_ref().unwrap().upn, "Kim@contoso.com");
        assert_eq!(entry.at, NOW);
        assert_eq!(entry.result, AuditResult::Success);
    }
    let phone = r#"{"Detail":"+1 4255550100","MethodType":"Mobile phone"}"#;
    assert_eq!(
        modified(&plan.audit[1]),
        [("StrongAuthenticationMethod", phone, "")]
    );
    let default = ("DefaultSignInMethod", "Phone (text message)", "");
    assert_eq!(modified(&plan.audit[0])[1], default);
}

#[test]
fn d18_a_refusal_gives_reason_and_rule() {
    let kim = administrator("Kim", GA).methods("app*");
    let tenant = tenant(Azure2020, [kim.clone()]);
    let plan = planned(&tenant, &actor(AA), &boxes(&[kim.id], "1"));
    let [entry] = &plan.audit[..] else {
        panic!("{:?}", plan.audit)
    };
    let AuditResult::Failure(why) = &entry.result else {
        panic!("{entry:?}")
    };
    assert_eq!(
        why,
        "An Authentication Administrator may not require re-registration of a Global Administrator \
         in Azure 2020: it takes a Global Administrator or a Privileged Authentication \
         Administrator (D16, matrix 7.1)"
    );
}

#[test]
fn d18_nothing_to_do_leaves_an_entry_too() {
    let kim = user("Kim");
    let tenant = tenant(Entra2023, [kim.clone()]);
    let plan = planned(&tenant, &actor(AA), &boxes(&[kim.id], "13"));
    let results: Vec<_> = plan.audit.iter().map(|entry| &entry.result).collect();
    let nothing = |why: &str| AuditResult::NothingToDo(why.to_owned());
    assert_eq!(
        results,
        [
            &nothing("nothing to delete"),
            &nothing("no remembered devices")
        ]
    );
}

#[test]
fn per_user_mfa_is_written_as_the_directory_writes_it() {
    let kim = user("Kim").but(|user| user.mfa = PerUserMfa::Disabled);
    let tenant = tenant(Entra2023, [kim.clone()]);
    let command = Command::SetPerUserMfa {
        users: vec![kim.id],
        to: PerUserMfa::Enabled,
    };
    let plan = planned(&tenant, &actor(AA), &command);
    assert_eq!(plan.audit[0].activity, Activity::UpdatePerUserMfaState);
    let new = r#"[{"RelyingParty":"*","State":"Enabled"}]"#;
    assert_eq!(
        modified(&plan.audit[0]),
        [("StrongAuthenticationRequirement", "[]", new)]
    );
}

#[test]
fn settings_are_compared_one_by_one() {
    let settings = ServiceSettings {
        remember_days: Some(90),
        ..ServiceSettings::default()
    };
    let tenant = tenant(Entra2023, []);
    let plan = planned(&tenant, &actor(GA), &Command::SaveServiceSettings(settings));
    let [entry] = &plan.audit[..] else {
        panic!("{:?}", plan.audit)
    };
    assert_eq!(entry.target, None);
    assert_eq!(modified(entry), [("RememberDevicesDays", "", "90")]);
}

#[test]
fn d20_no_secret_reaches_the_audit_trail() {
    let kim = user("Kim").methods("tap");
    let tenant = tenant(Entra2023, [kim.clone()]);
    let pass = NewMethod::TemporaryAccessPass {
        starts: None,
        lifetime_minutes: 60,
        one_time: true,
    };
    for command in [
        Command::ResetPassword { user: kim.id },
        Command::AddMethod {
            user: kim.id,
            method: pass,
        },
    ] {
        let mut plan = planned(&tenant, &actor(GA), &command);
        plan.seal();
        let secret = plan.revealed.clone().unwrap().secret;
        let trail = ron::to_string(&plan.audit).unwrap();
        assert!(!trail.contains(secret.reveal()) && !trail.contains("argon2"));
        let facts: Vec<_> = plan.facts().collect();
        assert!(!ron::to_string(&facts).unwrap().contains(secret.reveal()));
    }
    let reset = planned(
        &tenant,
        &actor(Role::HelpdeskAdministrator),
        &Command::ResetPassword { user: kim.id },
    );
    assert_eq!(
        reset.audit[1].activity,
        Activity::SetForceChangeUserPassword
    );
    let names: Vec<_> = modified(&reset.audit[0]).iter().map(|one| one.0).collect();
    assert_eq!(
        names,
        ["ForceChangePassword", "LastPasswordChangeTimestamp"]
    );
}
