//! Reading and writing records, without the files around them.

use std::hint::black_box;
use std::time::Duration;

use proofup::domain::user::User;
use proofup::store::{format_line, read_user};

use crate::harness::{Table, timed, turns};
use crate::tenants::{Tenant, people};

/// How many records.
const COUNT: u32 = 20_000;

pub fn records(table: &mut Table) {
    let users: Vec<User> = people(COUNT).collect();
    let json: Vec<String> = users
        .iter()
        .map(|user| serde_json::to_string(user).unwrap())
        .collect();
    let lines: Vec<String> = users
        .iter()
        .map(|user| format_line(user).unwrap())
        .collect();
    let own = |_| {
        timed(|| {
            lines
                .iter()
                .map(|line| read_user(line).unwrap())
                .collect::<Vec<_>>()
        })
    };
    let times = turns(own, |_| {
        timed(|| {
            lines
                .iter()
                .map(|line| ron::from_str::<User>(line).unwrap())
                .collect::<Vec<_>>()
        })
    });
    table.ratio("own reader / ron, the same records", 0.2, "<= 0.2", times);
    let times = turns(own, |_| {
        timed(|| {
            json.iter()
                .map(|line| serde_json::from_str::<User>(line).unwrap())
                .collect::<Vec<_>>()
        })
    });
    table.ratio(
        "own reader / serde_json, the same records",
        0.65,
        "<= 0.65",
        times,
    );
    let times = turns(
        |_| {
            timed(|| {
                users
                    .iter()
                    .map(|user| format_line(user).unwrap())
                    .collect::<Vec<_>>()
            })
        },
        |_| {
            timed(|| {
                users
                    .iter()
                    .map(|user| serde_json::to_string(user).unwrap())
                    .collect::<Vec<_>>()
            })
        },
    );
    table.ratio(
        "own writer / serde_json, the same records",
        1.0,
        "<= 1.0",
        times,
    );
}

pub fn whole_small(table: &mut Table, tenant: &Tenant) {
    let times = turns(
        |_| timed(|| black_box(tenant.open())),
        |_| timed(|| black_box(tenant.database.everybody())),
    );
    table.ratio(
        "everything read at 25 / SQLite, the same structures",
        0.7,
        "<= 0.7",
        times,
    );
    table.time(
        "everything read at 25",
        Duration::from_millis(1),
        "< 1 ms",
        times[0],
    );
}
