use super::*;

/// Every scenario of the rules, in every edition it names.
#[test]
fn the_scenarios_of_the_rules_hold() {
    for (name, text) in EMBEDDED {
        let scenario = Scenario::parse(name, text).unwrap();
        assert_eq!(scenario.editions().len(), 4, "{name}");
        for &edition in scenario.editions() {
            let report = scenario.run(edition).unwrap();
            assert!(report.passed(), "{}", report.text(name));
        }
    }
}

const KIM: &str = r#"(
  title: "Kim",
  editions: [2023],
  people: [New(upn: "kim", state: "M{mob*,app} T{LAP1} A{OL10}")],
  steps: [
    (
      act: Do(Reregister(["kim"])),
      expect: [(state: {"kim": "EXPECTED"})],
    ),
  ],
)"#;

fn faults(expected: &str) -> Vec<String> {
    let text = KIM.replace("EXPECTED", expected);
    let scenario = Scenario::parse("kim.ron", &text).unwrap();
    let report = scenario.run(scenario.editions()[0]).unwrap();
    assert_eq!(report.steps[0].line, 6);
    report.steps[0].faults.clone()
}

#[test]
fn what_is_expected_passes_and_one_wrong_word_names_the_artifact() {
    assert_eq!(
        faults("M{} W=REG W(LAP1)=OK L(OL10)=OK L=NO"),
        Vec::<String>::new()
    );
    for (expected, fault) in [
        (
            "M{app*}",
            "kim@contoso.com: methods: expected M{app*}, found M{}",
        ),
        (
            "",
            "kim@contoso.com: methods: expected M{mob*=+1 4255550100, app=Phone} unchanged, found M{}",
        ),
        (
            "M{} F1",
            "kim@contoso.com: re-register flag: expected F1, found F0",
        ),
        (
            "M{} T{}",
            "kim@contoso.com: remembered devices: expected T{}, found T{LAP1}",
        ),
        (
            "M{} A{x}",
            "kim@contoso.com: app passwords: expected A{x}, found A{OL10}",
        ),
        (
            "M{} P temp!",
            "kim@contoso.com: password: expected P temp!, found P own",
        ),
        (
            "M{} U Disabled",
            "kim@contoso.com: per-user MFA: expected U Disabled, found U Enforced",
        ),
        (
            "M{} W=MFA:app",
            "kim@contoso.com: W: expected MFA:app, found REG",
        ),
        (
            "M{} L=OK",
            "kim@contoso.com: L: expected OK, found NO:50076",
        ),
        (
            "M{} C",
            "kim@contoso.com: public profile: expected a change, found none",
        ),
    ] {
        assert_eq!(faults(expected), [fault], "{expected}");
    }
}

#[test]
fn a_fault_of_the_file_has_its_place() {
    let bad = |from: &str, to: &str| {
        let text = KIM.replace(from, to).replace("EXPECTED", "M{}");
        match Scenario::parse("kim.ron", &text) {
            Ok(scenario) => scenario
                .run(scenario.editions()[0])
                .unwrap_err()
                .to_string(),
            Err(bad) => bad.to_string(),
        }
    };
    assert_eq!(
        bad("Reregister([\"kim\"])", "Reregister([\"tim\"])"),
        "kim.ron:7:27: there is nobody called tim in this scenario"
    );
    assert_eq!(
        bad("editions: [2023]", "editions: [2024]"),
        "kim.ron:3:14: no edition 2024: use 2018, 2020, 2022 or 2023"
    );
    assert_eq!(
        bad(
            "editions: [2023]",
            "editions: [2023], settings: (remember_days: 400)"
        ),
        "kim.ron:3:47: remember_days is 400: users can trust devices for 1 to 365 days; None: not at all"
    );
    assert!(
        bad("M{mob*", "M{nob*").starts_with("kim.ron:4:"),
        "{}",
        bad("M{mob*", "M{nob*")
    );
    assert!(
        bad("steps:", "stops:").starts_with("kim.ron:5:"),
        "{}",
        bad("steps:", "stops:")
    );
    assert!(
        bad("(state:", "(in: [2018], state:").contains("2018 is none of"),
        "in"
    );
    assert!(
        bad("EXPECTED", "Q7").contains("`Q7` says nothing"),
        "notation"
    );
}

#[test]
fn the_example_of_the_manual_runs() {
    let source = include_str!("../scenario.rs");
    let lines = source
        .lines()
        .skip_while(|line| *line != "//! ```ron")
        .skip(1);
    let example: Vec<_> = lines
        .take_while(|line| *line != "//! ```")
        .map(|line| line.trim_start_matches("//!"))
        .collect();
    let scenario = Scenario::parse("manual", &example.join("\n")).unwrap();
    for &edition in scenario.editions() {
        let report = scenario.run(edition).unwrap();
        assert!(report.passed(), "{}", report.text("manual"));
    }
}

/// The clock is the tenant's: what runs out is said, asked again, and nothing else changes.
#[test]
fn days_pass_by_the_tenants_clock() {
    let text = KIM.replace(
        "act: Do(Reregister([\"kim\"])),\n      expect: [(state: {\"kim\": \"EXPECTED\"})],",
        r#"act: Advance(days: 59),
      expect: [(state: {"kim": "W(LAP1)=OK"}, audit: ["Set clock"])],
    ),
    (
      act: Advance(days: 1),
      expect: [(state: {"kim": "W(LAP1)=MFA:app"}, says: ["1 remembered device expires: LAP1 of kim"])],"#,
    );
    let scenario = Scenario::parse("kim.ron", &text).unwrap();
    let report = scenario.run(scenario.editions()[0]).unwrap();
    assert!(report.passed(), "{}", report.text("kim.ron"));
    assert_eq!(report.steps[1].title, "Advance the clock by 1 day");
}
