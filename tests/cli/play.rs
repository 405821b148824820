//! `proofup play`: scenarios from the command line.

use crate::Home;

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/scenarios");

#[test]
fn a_scenario_that_holds_is_told_step_by_step() {
    let text = Home::new().stdout(["play", &format!("{SCENARIOS}/lost-phone.ron")]);
    assert!(
        text.starts_with("Lost phone · 2018\n  ok   Manage user settings for kim"),
        "{text}"
    );
    assert!(text.ends_with("4 passed, 0 failed\n"), "{text}");
}

#[test]
fn one_wrong_expectation_fails_and_shows_which_artifact_differs() {
    let home = Home::new();
    let text = std::fs::read_to_string(format!("{SCENARIOS}/hardware-token.ron")).unwrap();
    home.write("wrong.ron", text.replace("M{hw-} W=REG", "M{hw*} W=REG"));
    let run = home.proofup(["play", "wrong.ron"]).assert().code(1);
    let output = run.get_output();
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let line = "wrong.ron:7: kim@contoso.com: methods: expected M{hw*}, found M{hw-=Fabrikam Token-C, SN 2308724}";
    assert!(text.contains(line), "{text}");
    assert!(text.ends_with("3 passed, 1 failed\n"), "{text}");
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn one_edition_and_json() {
    let file = format!("{SCENARIOS}/email.ron");
    let text = Home::new().stdout(["play", &file, "--edition", "2023", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&json["passed"], &json["failed"]), (&1.into(), &0.into()));
    assert_eq!(json["runs"][0]["edition"], 2023);
}

#[test]
fn faults_of_files_are_one_line_with_the_place() {
    let home = Home::new();
    home.write("bad.ron", "(\n  title: 7,\n)");
    let said = home.failure(["play", "bad.ron"]);
    assert!(said.contains("bad.ron:2:"), "{said}");
    let said = home.failure(["play", "nowhere.ron"]);
    assert!(said.contains("nowhere.ron cannot be read"), "{said}");
    home.proofup(["play"]).assert().code(2);
}
