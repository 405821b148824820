//! Bulk update of per-user MFA from CSV (`facts/portal.md` 4.2).

use pretty_assertions::assert_eq;
use proofup::domain::bulk_update::{BulkRow, RowFault, command, read};
use proofup::domain::csv_rows::FileFault;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::refusal::Refusal;
use proofup::domain::tenant::Tenant;
use proofup::domain::user::PerUserMfa::{Disabled, Enabled, Enforced};
use rstest::rstest;

use crate::support::*;

fn three() -> Tenant {
    tenant(Entra2023, ["Ann", "Bob", "Cas"].map(user))
}

/// Line, user name, and the state or the fault in words.
fn told(rows: &[BulkRow]) -> Vec<(u64, &str, String)> {
    let verdict = |row: &BulkRow| match &row.verdict {
        Ok((_, to)) => to.label().to_owned(),
        Err(fault) => fault.to_string(),
    };
    rows.iter()
        .map(|row| (row.line, row.username.as_str(), verdict(row)))
        .collect()
}

#[test]
fn every_row_is_verified_with_its_line() {
    let text = "\u{feff}mfa status,Note,USERNAME\r\n\
        Enabled,,ann@contoso.com\r\n\
        DISABLED,\"two\r\nlines\",BOB@CONTOSO.COM\r\n\
        \r\n\
        Enabled,,nobody@contoso.com\r\n\
        Enfroced,,Cas@contoso.com\r\n\
        Enforced,,Ann@contoso.com\r\n\
        Enabled\r\n\
        enforced,,Cas@contoso.com\r\n";
    let rows = read(&three(), text).unwrap();
    assert_eq!(
        told(&rows),
        [
            (2, "ann@contoso.com", "Enabled".to_owned()),
            (3, "BOB@CONTOSO.COM", "Disabled".to_owned()),
            (6, "nobody@contoso.com", "unknown user".to_owned()),
            (
                7,
                "Cas@contoso.com",
                "bad status `Enfroced`: Enabled, Enforced or Disabled".to_owned()
            ),
            (8, "Ann@contoso.com", "duplicate of line 2".to_owned()),
            (9, "", "no user name".to_owned()),
            (10, "Cas@contoso.com", "Enforced".to_owned()),
        ]
    );
}

#[rstest]
#[case("", FileFault::NoColumn("Username", "Username and MFA Status".to_owned()))]
#[case("ann@contoso.com,Enabled\n", FileFault::NoColumn("Username", "Username and MFA Status".to_owned()))]
#[case(
    "Username;MFA Status\nann@contoso.com;Enabled\n",
    FileFault::NoColumn("Username", "Username and MFA Status".to_owned())
)]
#[case(
    "Username,Status\nann@contoso.com,Enabled\n",
    FileFault::NoColumn("MFA Status", "Username and MFA Status".to_owned())
)]
#[case("Username,MFA Status\n\n", FileFault::NoRows)]
fn a_file_of_another_shape_is_refused(#[case] text: &str, #[case] expected: FileFault) {
    assert_eq!(read(&three(), text), Err(expected));
}

#[test]
fn what_a_cell_holds_reaches_no_terminal_as_control() {
    let rows = read(&three(), "Username,MFA Status\n\u{1b}[2Jx,\u{7}\n").unwrap();
    assert_eq!(rows[0].username, "[2Jx");
    assert_eq!(rows[0].verdict, Err(RowFault::UnknownUser));
    assert_eq!(command(&rows), None);
}

#[test]
fn one_plan_sets_each_to_its_own_state_and_one_undo_takes_it_back() {
    let tenant = three();
    let text = "Username,MFA Status\nCas@contoso.com,Disabled\nAnn@contoso.com,Enabled\n\
        Bob@contoso.com,Enforced\n";
    let command = command(&read(&tenant, text).unwrap()).unwrap();
    let plan = planned(&tenant, &actor(GA), &command);
    assert_eq!(plan.title, "Bulk update MFA for 3 users");
    let names: Vec<_> = plan.rows.iter().map(|row| &*row.name).collect();
    assert_eq!(names, ["Cas", "Ann", "Bob"], "in the order of the file");
    let after = applied(&tenant, &plan);
    let states = ["Ann", "Bob", "Cas"].map(|name| of(&after, name).mfa);
    assert_eq!(states, [Enabled, Enforced, Disabled]);
    let mut undone = tenant.clone();
    let inverse = undone.apply(plan.facts().cloned(), 1).unwrap();
    undone.apply(inverse, 2).unwrap();
    assert_eq!(undone, tenant);
}

#[test]
fn rows_out_of_reach_are_refused_and_the_others_done() {
    let tenant = tenant(Entra2023, [user("Ann"), administrator("Gil", GA)]);
    let text = "Username,MFA Status\nGil@contoso.com,Disabled\nAnn@contoso.com,Disabled\n";
    let command = command(&read(&tenant, text).unwrap()).unwrap();
    let plan = planned(&tenant, &actor(AA), &command);
    let refused: Vec<_> = plan
        .parts()
        .map(|part| {
            matches!(
                part.outcome,
                proofup::domain::plan::Outcome::Refused(Refusal::OutOfReach { .. })
            )
        })
        .collect();
    assert_eq!(refused, [true, false]);
}
