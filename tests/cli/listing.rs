//! `proofup users` and `proofup user`: plain text and JSON.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use pretty_assertions::assert_eq;
use serde_json::Value;

use crate::Home;

fn json<const N: usize>(home: &Home, arguments: [&str; N]) -> Value {
    serde_json::from_str(&home.stdout(arguments)).unwrap()
}

#[test]
fn users_are_listed_in_the_order_of_their_names_without_deleted_ones() {
    let users = Home::new().stdout(["users"]);
    let names: Vec<_> = users
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .collect();
    assert_eq!(names.len(), 63);
    assert!(
        names.is_sorted_by_key(|name| name.to_lowercase()),
        "{names:?}"
    );
    assert!(!names.contains(&"Sven Mortensen"), "he is deleted");
    assert!(users.lines().all(|line| line.split('\t').count() == 7));
}

#[test]
fn search_looks_into_names_and_user_principal_names_whatever_the_case() {
    let home = Home::new();
    let found = |text: &str| {
        let users = home.stdout(["users", "--search", text]);
        users
            .lines()
            .skip(1)
            .map(|line| line.split('\t').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("PATRICKR@"), ["PatrickR@contoso.com"]);
    assert_eq!(found("żak"), ["lukasz.zak_fabrikam.com#EXT#@contoso.com"]);
    assert_eq!(found("王"), ["XiaomingW@contoso.com"]);
    assert_eq!(found("nobody of this name"), [""; 0]);
}

#[test]
fn looking_at_the_default_tenant_makes_nothing() {
    let home = Home::new();
    home.stdout(["users"]);
    home.stdout(["user", "admin@contoso.com"]);
    assert!(!home.path("data").exists());
}

#[test]
fn the_environment_names_a_tenant_and_the_option_wins() {
    let home = Home::new();
    home.stdout(["init", "a", "--users", "2"]);
    home.stdout(["init", "b", "--users", "3"]);
    let count = |arguments: &[&str]| {
        let mut command = home.proofup(["users"]);
        let assert = command
            .env("PROOFUP_TENANT", "a")
            .args(arguments)
            .assert()
            .success();
        String::from_utf8_lossy(&assert.get_output().stdout)
            .lines()
            .count()
            - 1
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--tenant", "b"]), 3);
}

#[test]
fn a_page_has_one_fact_a_line() {
    let home = Home::new();
    let page = home.stdout([
        "--clock",
        "2026-11-23T09:00:00Z",
        "user",
        "HollyD@contoso.com",
    ]);
    for line in [
        "User principal name: HollyD@contoso.com",
        "Multi-Factor Auth Status: Enforced",
        "Default sign-in method: Microsoft Authenticator notification",
        "Usable authentication methods:",
        "  Hardware OATH token: Fabrikam Token-C, SN 20418-19, registered 7 Apr 2025, deactivated",
        "Remembered devices: none",
    ] {
        assert!(
            page.lines().any(|own| own == line),
            "`{line}` is missing in\n{page}"
        );
    }
    let emily = home.stdout([
        "--clock",
        "2026-11-23T09:00:00Z",
        "user",
        "emilyb@contoso.com",
    ]);
    assert!(emily.contains("until 1 Nov 2026, expired"), "{emily}");
    let newcomer = home.stdout(["user", "JordanM@contoso.com"]);
    assert!(
        newcomer.contains("must be changed at the next sign-in"),
        "{newcomer}"
    );
}

#[test]
fn an_object_id_names_a_user_too() {
    let home = Home::new();
    let patrick = json(&home, ["user", "PatrickR@contoso.com", "--json"]);
    let id = patrick["id"].as_str().unwrap();
    assert!(home.stdout(["user", id]).starts_with("Patrick Reed\n"));
}

#[test]
fn an_unknown_user_says_where_to_look() {
    let home = Home::new();
    for who in ["kim@contoso.com", "b295ec89-b0c0-4c45-90cd-e8d22da09570"] {
        assert_eq!(
            home.failure(["user", who]),
            format!(
                "proofup: nobody in Contoso is called {who}: see `proofup users`, \
                 or search there with --search"
            )
        );
    }
    assert_eq!(
        home.failure(["--tenant", "nowhere", "users"]),
        "proofup: no tenant in nowhere: make one with `proofup init nowhere`"
    );
}

#[test]
fn a_list_in_json_has_graphs_shape_and_names() {
    let list = json(&Home::new(), ["users", "--search", "diegos", "--json"]);
    let [diego] = list["value"].as_array().unwrap().as_slice() else {
        panic!("{list}")
    };
    assert_eq!(diego["displayName"], "Diego Siciliani");
    assert_eq!(diego["userPrincipalName"], "DiegoS@contoso.com");
    assert_eq!(diego["onPremisesSyncEnabled"], true);
    assert_eq!(diego["accountEnabled"], true);
    assert_eq!(diego["mail"], Value::Null);
    assert_eq!(
        diego["methodsRegistered"],
        serde_json::json!(["mobilePhone"])
    );
    assert_eq!(
        diego["authentication"]["requirements"]["perUserMfaState"],
        "enforced"
    );
    let nobody = json(
        &Home::new(),
        ["users", "--search", "nobody at all", "--json"],
    );
    assert_eq!(nobody, serde_json::json!({ "value": [] }));
}

#[test]
fn methods_in_json_are_graphs_types() {
    let home = Home::new();
    let balas = json(&home, ["user", "balas@contoso.com", "--json"]);
    let methods = balas["authentication"]["methods"].as_array().unwrap();
    assert_eq!(
        methods[0]["@odata.type"],
        "#microsoft.graph.passwordAuthenticationMethod"
    );
    assert_eq!(
        methods[1],
        serde_json::json!({
            "@odata.type": "#microsoft.graph.phoneAuthenticationMethod",
            "id": "3179e48a-750b-4051-897c-87b9720928f7",
            "createdDateTime": methods[1]["createdDateTime"],
            "phoneNumber": "+1 7748933135",
            "phoneType": "mobile",
            "smsSignInState": "notAllowedByPolicy",
        })
    );
    let at = [
        "--clock",
        "2026-11-23T09:00:00Z",
        "user",
        "HollyD@contoso.com",
        "--json",
    ];
    let holly = json(&home, at);
    let methods = holly["authentication"]["methods"].as_array().unwrap();
    // Her 17, and the password, without questions and certificate.
    assert_eq!(methods.len(), 16);
    let pass = methods
        .iter()
        .find(|one| one.get("methodUsabilityReason").is_some())
        .unwrap();
    assert_eq!(pass["methodUsabilityReason"], "OneTimeUsed");
    assert_eq!(pass["temporaryAccessPass"], Value::Null);
    assert_eq!(holly["methodsRegistered"].as_array().unwrap().len(), 17);
    let nancy = json(&home, ["user", "NancyA@contoso.com", "--json"]);
    assert_eq!(nancy["memberOf"][0]["displayName"], "Global Administrator");
    assert_eq!(
        nancy["proofup"]["rememberedDevices"][0]["displayName"],
        "PC"
    );
    assert_eq!(nancy["proofup"]["appPasswords"][0]["displayName"], "x");
}

#[test]
fn no_output_carries_a_hash_or_a_password() {
    let home = Home::new();
    let mut all = home.stdout(["users", "--json"]) + &home.stdout(["users"]);
    for who in [
        "CameronW@contoso.com",
        "TaylorP@contoso.com",
        "admin@contoso.com",
    ] {
        all += &home.stdout(["user", who, "--json"]);
        all += &home.stdout(["user", who]);
    }
    for secret in ["argon2", "Proof-up!2026", "firstapppassword", "Enter-26"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let home = Home::new();
    home.stdout(["init", "big", "--users", "3000"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_proofup"))
        .args(["--tenant"])
        .arg(home.path("big"))
        .args(["users", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(first, "{\"value\":[\n");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success(), "{}", output.status);
}

/// `proofup user` lives in the tenant's time, as every surface does.
#[test]
fn a_user_is_shown_by_the_tenants_clock() {
    let home = Home::new();
    home.stdout(["init", "ours"]);
    let file = home.path("ours").join("tenant.ron");
    let text = crate::text(&file);
    let ahead = text.replacen("  policies: (", "  clock_days: 15,\n  policies: (", 1);
    assert_ne!(text, ahead);
    std::fs::write(&file, ahead).unwrap();
    let page = |clock: &str| {
        home.stdout([
            "user",
            "AlexW@contoso.com",
            "--tenant",
            "ours",
            "--clock",
            clock,
        ])
    };
    let expired = |page: &str| {
        page.lines()
            .any(|line| line.contains("LAP11") && line.contains("expired"))
    };
    assert!(
        !expired(&page("2026-11-13T08:29:59Z")),
        "{}",
        page("2026-11-13T08:29:59Z")
    );
    assert!(expired(&page("2026-11-13T08:30:00Z")));
}
