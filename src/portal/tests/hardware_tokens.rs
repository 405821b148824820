//! Hardware OATH tokens: uploaded from the portal's CSV, verified row by row, activated by a code.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, NOW, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::domain::method::{Detail, MethodKind};
use crate::domain::oath::Seed;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn csv() -> String {
    let head = "upn,serial number,secret key,time interval,manufacturer,model";
    let row = |upn: &str, serial: &str, key: &str, interval: &str| {
        format!("{upn}@contoso.com,{serial},{key},{interval},Contoso,HardwareKey")
    };
    let rows = [
        head.to_owned(),
        row("GradyA", "20418-01", KEY, "30"),
        row("BenW", "20418-02", KEY, "60"),
        row("nobody", "20418-03", KEY, "30"),
        row("AdeleV", "20418-04", "0189", "30"),
        row("AdeleV", "20418-05", KEY, "45"),
        row("AdeleV", "20418-01", KEY, "30"),
        row("AdeleV", "", KEY, "30"),
    ];
    rows.join("\n")
}

fn uploading(upn: &str, size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(upn);
    portal.files = vec![("tokens.csv".to_owned(), Ok(csv()))];
    portal.keys("2o");
    portal
}

#[test]
fn a_file_of_tokens_is_verified_row_by_row_planned_and_taken_back() {
    for size in [SMALL, AIRY] {
        let mut portal = uploading(GLOBAL, size);
        portal
            .shows("Upload OATH tokens")
            .shows("Columns: upn, serial number, secret key");
        portal.snapshot("upload_tokens_file");
        portal
            .keys("<Enter>")
            .shows("7 rows: 2 in order, 5 left out");
        for row in [
            "line 2 GradyA@contoso.com 20418-01: ok",
            "line 4 nobody@contoso.com unknown user",
            "line 5 AdeleV@contoso.com the secret key is no Base32",
            "line 6 AdeleV@contoso.com bad time interval `45`",
            "line 7 AdeleV@contoso.com duplicate of line 2",
            "line 8 AdeleV@contoso.com no serial number",
        ] {
            portal.shows(row);
        }
        // The secret keys are shown nowhere (D20).
        portal.hides(KEY).snapshot("upload_tokens_verified");
        portal.keys("<Enter>").shows("2 users get 2 methods");
        portal.keys("<C-s>").shows("Updates successful");
        let grady = portal.user("GradyA@contoso.com");
        let token = grady.method_of_kind(MethodKind::HardwareOath).unwrap();
        assert!(matches!(
            &token.detail,
            Detail::HardwareOath {
                active: false,
                interval: 30,
                ..
            }
        ));
        let audit = format!("{:?}", portal.audit());
        assert!(audit.contains("CreateHardwareOathToken") && !audit.contains(KEY));
        portal
            .keys("<Enter>u")
            .shows("Undid: Upload hardware tokens for 2 users");
        let grady = portal.user("GradyA@contoso.com");
        assert!(grady.method_of_kind(MethodKind::HardwareOath).is_none());
    }
}

#[test]
fn an_uploaded_token_is_activated_by_the_code_that_it_shows_and_no_other() {
    let mut portal = uploading(GLOBAL, SMALL);
    portal.keys("<Enter><Enter><C-s><Enter>1").open("GradyA");
    portal
        .shows("Non-usable authentication methods")
        .keys("t")
        .shows("Activate hardware OATH token")
        .shows("Verification code");
    let code = Seed::from_base32(KEY).unwrap().code_at(NOW, 30);
    portal
        .shows(&format!("The token shows {} now", code.reveal()))
        .snapshot("activate_token");
    portal
        .keys("000000")
        .shows("Type the six digits")
        .keys("<C-s>")
        .hides("Updates successful");
    portal.keys("<C-u>");
    let digits = code.reveal().to_owned();
    portal
        .keys(&digits)
        .shows("1 hardware OATH token activated");
    portal.keys("<C-s>").shows("Updates successful");
    portal
        .keys("<Enter>")
        .shows("MFA · reset")
        .keys("ty")
        .shows("Updates successful");
    portal
        .keys("<Enter>")
        .shows("Non-usable authentication methods");
    // The same code is not taken twice.
    portal.keys("t").keys(&digits).shows("Type the six digits");
}

#[test]
fn only_a_global_administrator_uploads_and_only_where_the_edition_has_it() {
    let mut portal = uploading(AUTHENTICATION, SMALL);
    portal.shows("Global Administrator").hides("Columns: upn");
    let mut portal = Portal::contoso_in(Edition::Azure2020, SMALL).signed_in_as(GLOBAL);
    portal.keys("2o").shows("does not offer to upload hardware");
}

#[test]
fn a_sixth_token_is_refused_for_its_user() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let rows = (1..=6).map(|at| format!("GradyA@contoso.com,S{at},{KEY},30,Contoso,Key"));
    let rows: Vec<_> = rows.collect();
    let head = "upn,serial number,secret key,time interval,manufacturer,model";
    let text = format!("{head}\n{}", rows.join("\n"));
    portal.files = vec![("tokens.csv".to_owned(), Ok(text))];
    portal.keys("2o<Enter><Enter>").shows("at most 5");
}
