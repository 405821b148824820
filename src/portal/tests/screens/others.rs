//! The other blades, and what opens over any of them: at both sizes, and the busiest where there is
//! less.

use super::{after, after_in};
use crate::domain::edition::Edition;
use crate::portal::tests::harness::{AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::portal::tests::picture;
use crate::portal::theme::Theme;

const SMALLEST: (u16, u16) = (60, 16);

/// Some twenty have to register again, and the log says so.
const SOME: &str = "/ri<Enter>Amm<Space><C-s><Enter><Esc>";

#[test]
fn editions_compared() {
    after("editions_of_a_user", GLOBAL, "/PatrickR<Enter>E");
    after("editions_of_many", GLOBAL, "/ri<Enter>Amm<Space>E");
}

#[test]
fn logs() {
    after("audit_many", GLOBAL, &format!("{SOME}5"));
    after("audit_entry", GLOBAL, &format!("{SOME}5<Enter>"));
    after("log_filter", GLOBAL, &format!("{SOME}5f"));
}

#[test]
fn service_settings() {
    after("service_settings_page", GLOBAL, "3");
    after("service_settings_edited", GLOBAL, "3e<Space>");
    after("service_settings_read_only", AUTHENTICATION, "3");
    after_in(Edition::Azure2018, "service_settings_2018", GLOBAL, "3");
}

#[test]
fn doors() {
    after("portals", GLOBAL, "P");
    after_in(Edition::Azure2022, "portals_2022", GLOBAL, "P");
}

#[test]
fn over_any_blade() {
    after("notifications", GLOBAL, &format!("{SOME}uN"));
    after("checkpoints_at_first", GLOBAL, "B");
    after("checkpoint_named", GLOBAL, "BLesson 2");
    after("columns_of_users", GLOBAL, "C");
    after("filters_of_users", GLOBAL, "f");
    after("clock_advanced", GLOBAL, "T");
    after("users_found", GLOBAL, ":joni");
}

#[test]
fn accounts() {
    after("new_user_form", GLOBAL, "n");
    after("properties_edited", GLOBAL, "/PatrickR<Enter>ie");
    after("role_assigned", GLOBAL, "/PatrickR<Enter>ia");
    after("deleted_permanently", GLOBAL, "0d");
}

#[test]
fn passes_and_tokens() {
    after(
        "access_pass",
        GLOBAL,
        "/PatrickR<Enter><Enter>a<Right><Right>",
    );
    after("token", GLOBAL, "/JohannaL<Enter><Enter>jt");
    after_in(
        Edition::Azure2022,
        "original_experience",
        AUTHENTICATION,
        "/PatrickR<Enter><Enter>e",
    );
}

/// Keys, and what the picture is called.
const BUSIEST: [(&str, &str); 9] = [
    ("editions", "/PatrickR<Enter>E"),
    ("audit", "/ri<Enter>Amm<Space><C-s><Enter><Esc>5"),
    ("activity", "6"),
    ("service_settings", "3"),
    ("palette", ":"),
    ("portals", "P"),
    ("checkpoints", "B"),
    ("deleted", "0"),
    ("places", "/IsaiahL<Enter>Y"),
];

#[test]
fn in_the_smallest_window() {
    for (name, keys) in BUSIEST {
        let mut portal = Portal::contoso(SMALLEST).signed_in_as(GLOBAL);
        portal.keys(keys).snapshot(&format!("smallest_{name}"));
    }
}

#[test]
fn in_ascii() {
    for (name, keys) in BUSIEST {
        let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL).in_ascii();
        portal.keys(keys).snapshot(&format!("ascii_{name}"));
        // People's names are as they are.
        let screen = portal.screen().replace("René", "Rene");
        assert!(screen.is_ascii(), "{name}:\n{screen}");
    }
}

#[test]
fn without_colour_and_on_a_light_background() {
    for (theme, look) in [(Theme::mono(), "mono"), (Theme::light(), "light")] {
        for (name, keys) in BUSIEST {
            let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL).themed(&theme);
            portal.keys(keys);
            picture::hold(&format!("{look}_{name}"), &portal.styled());
        }
    }
}
