//! Records that are nearly right, and records of odd people: what lists show is what the whole record
//! says.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::columns::Columns;
use super::head::State;
use super::scan::scan;
use crate::domain::entropy::Entropy;
use crate::domain::id::{AppPasswordId, DeviceId, MethodId};
use crate::domain::method::{DefaultMethod, Detail, Method};
use crate::domain::oath::Seed;
use crate::domain::phone::PhoneType;
use crate::domain::role::{Protection, Role};
use crate::domain::secret::PasswordHash;
use crate::domain::time::Timestamp;
use crate::domain::user::{AppPassword, Lockout, PerUserMfa, RememberedDevice, User, UserType};
use crate::store::{canonical, mutants, ron_options};

const PRESENT: Timestamp = Timestamp(1_790_000_000);

/// What lists show of the only record of a segment file, if they show one.
fn listed(record: &str) -> Option<(Columns, usize)> {
    let (columns, faults) = Columns::of(format!("[\n{record},\n]\n").as_bytes());
    faults.is_empty().then_some((columns, 0))
}

/// Texts that look like what stands around them.
fn odd_text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 25] = [
        "\"",
        "\\",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "\n",
        "\t",
        "'",
        "/*",
        "*/",
        "//",
        "r#\"",
        "A",
        "z",
        "\u{c4}",
        "\u{130}",
        "e\u{301}",
        "\u{7f}",
        "\u{738b}",
        "),password:(hash:\"",
        "\",changed:\"2026-03-04T05:06:07Z\"",
        "\")),\n",
    ];
    vec(select(PIECES.to_vec()), 0..6).prop_map(|pieces| pieces.concat())
}

fn detail() -> impl Strategy<Value = Detail> {
    let phone_type = select(vec![
        PhoneType::Mobile,
        PhoneType::AlternateMobile,
        PhoneType::Office,
    ]);
    let number = select(vec!["+1 4255551234", "+49 891234567", "+1 4255551234x5678"]);
    (
        0..15_u8,
        odd_text(),
        odd_text(),
        phone_type,
        number,
        any::<bool>(),
    )
        .prop_map(|(kind, text, other, phone_type, number, flag)| {
            let seed = || flag.then(|| Seed::generate(&mut Entropy::from_seed(7)));
            match kind {
                0 => Detail::Phone {
                    phone_type,
                    number: number.parse().unwrap(),
                },
                1 => Detail::Email { address: text },
                2 => Detail::SecurityQuestions { count: 5 },
                3 => Detail::MicrosoftAuthenticator {
                    device: text,
                    seed: seed(),
                },
                4 => Detail::PasswordlessPhoneSignIn { device: text },
                5 => Detail::AuthenticatorLite { device: text },
                6 => Detail::SoftwareOath {
                    name: text,
                    seed: seed(),
                },
                7 => Detail::HardwareOath {
                    serial: text.clone(),
                    manufacturer: other,
                    model: text,
                    interval: 30,
                    active: flag,
                    seed: seed(),
                },
                8 => Detail::Fido2 {
                    name: text,
                    model: other,
                },
                9 => Detail::WindowsHello { device: text },
                10 => Detail::PlatformCredential { device: text },
                11 => Detail::Certificate { subject: text },
                12 => Detail::TemporaryAccessPass {
                    starts: PRESENT,
                    lifetime_minutes: 60,
                    one_time: flag,
                    used: !flag,
                    hash: PasswordHash::from_phc(other),
                },
                13 => Detail::QrCode,
                _ => Detail::External { name: text },
            }
        })
}

/// Anybody, with anything that a record can have.
fn anybody() -> impl Strategy<Value = User> {
    let lists = (
        vec(detail(), 0..4),
        vec((odd_text(), odd_text()), 0..3),
        vec((odd_text(), any::<bool>()), 0..3),
        subsequence(
            vec![
                Role::GlobalAdministrator,
                Role::GuestInviter,
                Role::HelpdeskAdministrator,
            ],
            0..=3,
        ),
    );
    let texts = (odd_text(), odd_text(), odd_text(), odd_text());
    (any::<Index>(), lists, texts, any::<[bool; 12]>()).prop_map(
        |(which, (details, devices, app_passwords, roles), texts, flags)| {
            let records: Vec<_> = mutants::records().collect();
            let mut user = canonical::read_user(records[which.index(records.len())]).unwrap();
            let uuid = user.id.0;
            let moment = |some: bool| some.then_some(PRESENT);
            // As people are, or odd from head to foot.
            if flags[0] {
                user.name = texts.0;
                user.upn = format!("{}@contoso.com", texts.1.replace('\n', ""));
                user.profile.given_name.clone_from(&texts.2);
                user.profile.mail = texts.2;
                user.profile.other_mails = vec![texts.3.clone()];
                user.password.hash = PasswordHash::from_phc(texts.3);
                user.devices = devices
                    .into_iter()
                    .map(|(name, client)| RememberedDevice {
                        id: DeviceId(uuid),
                        name,
                        client,
                        since: PRESENT,
                        until: PRESENT,
                    })
                    .collect();
            }
            user.user_type = if flags[1] {
                UserType::Guest
            } else {
                user.user_type
            };
            user.blocked = flags[2];
            user.synced = flags[3];
            user.roles = roles.into_iter().collect();
            user.protections = flags[4]
                .then_some(Protection::RoleAssignableGroup)
                .into_iter()
                .collect();
            user.mfa = PerUserMfa::ALL[which.index(3)];
            user.password.must_change = flags[5];
            user.methods = details
                .into_iter()
                .map(|detail| Method {
                    id: MethodId(uuid),
                    added: PRESENT,
                    detail,
                })
                .collect();
            user.default_method = flags[6].then_some(DefaultMethod::ALL[which.index(6)]);
            user.must_register_again = flags[7];
            user.mfa_at_next_sign_in = flags[8];
            user.app_passwords = app_passwords
                .into_iter()
                .map(|(name, used)| AppPassword {
                    id: AppPasswordId(uuid),
                    name: name.clone(),
                    created: PRESENT,
                    last_used: moment(used),
                    hash: PasswordHash::from_phc(name),
                })
                .collect();
            if flags[9] {
                user.lockout = Lockout {
                    failures: 3,
                    rounds: 1,
                    until: moment(flags[10]),
                };
            }
            user.sessions_valid_from = moment(flags[10]);
            user.deleted = moment(flags[11]);
            user
        },
    )
}

/// Holds what lists show of a user against the user.
fn shows(columns: &Columns, row: usize, user: &User) -> Result<(), TestCaseError> {
    let head = columns.head(row).unwrap();
    let own = State::of(user).head(user.id, [&user.name, &user.upn, head.folded]);
    prop_assert_eq!(head, own);
    let folded = [&user.name, &user.upn].map(|text| crate::domain::directory::fold(text));
    prop_assert_eq!(head.folded, folded.join("\n"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_lists_show_of_a_mutant_is_what_its_record_says(seed in any::<u64>()) {
        let (mut shown, mut not) = (0, 0);
        for record in mutants::records() {
            let some = mutants::mutants(record, seed).filter(|mutant| !mutant.contains('\n'));
            for mutant in some {
                let whole = ron_options().from_str::<User>(&mutant).ok();
                let whole = whole.filter(|user| !user.upn.contains('\n'));
                let Some((columns, row)) = listed(&mutant) else {
                    prop_assert_eq!(whole, None, "{} is not shown", mutant);
                    not += 1;
                    continue;
                };
                // What no list shows is read when somebody opens the user, and said then.
                let Some(whole) = whole else { continue };
                shows(&columns, row, &whole).map_err(|why| TestCaseError::fail(format!("{mutant}: {why}")))?;
                shown += 1;
            }
        }
        prop_assert!(shown > 100 && not > 100, "{shown} shown, {not} not");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Also where the lists of a record are of any length and its texts look like its fields.
    #[test]
    fn what_lists_show_of_anybody_is_what_the_record_says(user in anybody()) {
        let record = canonical::format_line(&user).unwrap();
        let (columns, row) = listed(&record).unwrap();
        shows(&columns, row, &user)?;
        // Nobody has to be read whole but for an odd name.
        let names = [&user.name, &user.upn].map(|text| canonical::line(text).unwrap());
        let plain = names.iter().all(|name| !name.contains('\\'));
        prop_assert_eq!(scan(record.as_bytes()).is_some(), plain, "{}", record);
    }

    /// The end of one text and the beginning of the next are told apart by a line feed.
    #[test]
    fn a_user_principal_name_with_a_line_feed_is_damage(user in anybody(), behind in odd_text()) {
        let upn = format!("{}\n{behind}", user.upn);
        let record = canonical::format_line(&User { upn, ..user }).unwrap();
        let (_, faults) = Columns::of(format!("[\n{record},\n]\n").as_bytes());
        prop_assert_eq!(faults, [(2, "the user principal name has a line feed".to_owned())]);
    }

    /// Read a block at a time it comes to the same.
    #[test]
    fn a_file_is_read_in_blocks_of_any_length(people in vec(anybody(), 1..5), cuts in vec(1..900_usize, 1..9)) {
        let records = people.iter().map(|user| canonical::format_line(user).unwrap());
        let file = format!("[\n{},\n]\n", records.collect::<Vec<_>>().join(",\n"));
        let mut reading = super::reading::Reading::default();
        let (mut from, mut to) = (0, 0);
        for cut in cuts.iter().cycle() {
            to = (to + cut).min(file.len());
            from += reading.take(&file.as_bytes()[from..to], to == file.len());
            if to == file.len() {
                break;
            }
        }
        prop_assert_eq!(from, file.len());
        let (columns, faults) = reading.finish();
        prop_assert_eq!(faults, Vec::new());
        prop_assert_eq!(columns.len(), people.len());
        for (row, user) in people.iter().enumerate() {
            shows(&columns, row, user)?;
            let place = columns.record(row).unwrap();
            let line = &file[place.start as usize..place.end as usize];
            prop_assert_eq!(line, format!("{},\n", canonical::format_line(user).unwrap()));
        }
    }
}
