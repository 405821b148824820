//! A small tenant, plans made by hand, and folders to keep it in.

use std::path::Path;
use std::time::Duration;

use proofup::domain::audit::{Activity, AuditEntry, AuditResult, Target};
use proofup::domain::change::{Change, Fact};
use proofup::domain::command::Action;
use proofup::domain::directory::Directory;
use proofup::domain::edition::Edition;
use proofup::domain::entropy::Entropy;
use proofup::domain::id::{AppPasswordId, DeviceId, MethodId, UserId};
use proofup::domain::method::{DefaultMethod, Detail, Method, MethodKind};
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::{Actor, Outcome, Part, Plan, Row};
use proofup::domain::role::Role;
use proofup::domain::secret::PasswordHash;
use proofup::domain::tenant::TenantFacts;
use proofup::domain::time::Timestamp;
use proofup::domain::user::{AppPassword, Password, PerUserMfa, RememberedDevice, User};
use proofup::store::folder::{FolderStore, Made, Options, Sizes, create};
use proofup::store::fs::Disk;
use proofup::store::{Store, format_user};
use tempfile::TempDir;

pub const NOW: Timestamp = Timestamp(1_772_600_767);

pub fn facts() -> TenantFacts {
    TenantFacts {
        name: "Contoso".to_owned(),
        domains: vec!["contoso.com".to_owned()],
        edition: Edition::Entra2023,
        demo: false,
        settings: Default::default(),
        policies: Default::default(),
        clock_days: 0,
    }
}

/// User `number`: the first administers, every third has no method, names sort by number.
pub fn user(number: u64) -> User {
    let entropy = &mut Entropy::from_seed(number);
    let mut methods = Vec::new();
    if number % 3 != 2 {
        methods.push(Method {
            id: MethodKind::MobilePhone.fixed_id().unwrap(),
            added: NOW,
            detail: Detail::Phone {
                phone_type: PhoneType::Mobile,
                number: format!("+1 425555{number:04}").parse().unwrap(),
            },
        });
        methods.push(Method {
            id: MethodId::generate(entropy),
            added: NOW,
            detail: Detail::MicrosoftAuthenticator {
                device: format!("O'Neil's \"phone\" {number}"),
                seed: None,
            },
        });
    }
    User {
        id: UserId::generate(entropy),
        upn: format!("user{number:04}@contoso.com"),
        name: format!("User {number:04}"),
        user_type: Default::default(),
        blocked: false,
        synced: number.is_multiple_of(5),
        roles: if number == 0 {
            Role::GlobalAdministrator.into()
        } else {
            Default::default()
        },
        protections: Default::default(),
        mfa: PerUserMfa::ALL[(number % 3) as usize],
        profile: Default::default(),
        password: Password {
            hash: hash(number),
            must_change: false,
            changed: NOW,
        },
        default_method: (!methods.is_empty()).then_some(DefaultMethod::Push),
        methods,
        must_register_again: false,
        mfa_at_next_sign_in: false,
        devices: vec![RememberedDevice {
            id: DeviceId::generate(entropy),
            name: format!("LAPTOP-{number}"),
            client: "Edge on Windows".to_owned(),
            since: NOW,
            until: NOW.plus_days(14),
        }],
        app_passwords: vec![AppPassword {
            id: AppPasswordId::generate(entropy),
            name: "Outlook 2010".to_owned(),
            created: NOW,
            last_used: None,
            hash: hash(number + 1_000_000),
        }],
        lockout: Default::default(),
        sessions_valid_from: None,
        created: NOW,
        deleted: None,
    }
}

fn hash(number: u64) -> PasswordHash {
    PasswordHash::from_phc(format!(
        "$argon2id$v=19$m=19456,t=2,p=1${number:022}$notahash"
    ))
}

pub fn users(count: u64) -> Vec<User> {
    (0..count).map(user).collect()
}

/// A folder with a tenant of `count` users in it.
pub fn tenant(count: u64) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    create(&Disk, home.path(), Made::Of(&facts(), &users(count))).unwrap();
    home
}

/// Ten users are many, and four fill a segment.
pub const SIZES: Sizes = Sizes {
    large_from: 10,
    small_below: 8,
    segment: 4,
    fold_at: 8 << 20,
    two_threads: 8 << 20,
};

/// For writing, at a fixed time, without waiting for the lock.
pub fn options() -> Options {
    Options {
        lock_wait: Duration::ZERO,
        now: NOW,
        ..Options::default()
    }
}

pub fn open(dir: &Path) -> FolderStore {
    FolderStore::open(dir, &options()).unwrap()
}

/// The plan that changes these users, made on what `directory` shows.
pub fn plan(directory: &dyn Directory, changes: Vec<(UserId, Vec<Change>)>) -> Plan {
    facts_plan(
        directory,
        changes
            .into_iter()
            .map(|(id, changes)| Fact::User(id, changes.into()))
            .collect(),
    )
}

pub fn facts_plan(directory: &dyn Directory, facts: Vec<Fact>) -> Plan {
    let id = directory.head(0).map_or(user(0).id, |head| head.id);
    let row = |fact: Fact| {
        let id = match &fact {
            Fact::User(id, _) | Fact::Purge(id) => Some(*id),
            Fact::Create(user) => Some(user.id),
            Fact::Settings(_) | Fact::Clock(_) | Fact::Tenant(_) => None,
        };
        let user = id.and_then(|id| directory.user(id));
        Row {
            user: id,
            name: user
                .as_ref()
                .map_or_else(|| "".into(), |user| (&user.name).into()),
            upn: user
                .as_ref()
                .map_or_else(|| "".into(), |user| (&user.upn).into()),
            parts: vec![Part {
                action: Action::Undo,
                outcome: Outcome::Change(vec![fact]),
                warnings: Vec::new(),
            }],
            becomes: None,
        }
    };
    Plan {
        revision: directory.revision(),
        edition: directory.edition(),
        at: NOW,
        actor: Actor {
            id,
            upn: "admin@contoso.com".to_owned(),
            roles: Role::GlobalAdministrator.into(),
        },
        title: format!("Change {}", directory.revision() + 1),
        rows: facts.into_iter().map(row).collect(),
        sign_ins: Vec::new(),
        audit: vec![AuditEntry {
            at: NOW,
            actor: "admin@contoso.com".into(),
            target: Some(Target {
                id,
                upn: "user0000@contoso.com".into(),
            }),
            activity: Activity::UpdateUser,
            result: AuditResult::NothingToDo(format!("change {}", directory.revision() + 1)),
            modified: Default::default(),
        }],
        revealed: None,
    }
}

/// Renames the user's phone: a change that can be told from every other by its number.
pub fn rename(store: &dyn Store, user: UserId, name: &str) {
    let plan = plan(
        &*store.snapshot(),
        vec![(user, vec![Change::Name(name.to_owned())])],
    );
    store.submit(plan).unwrap();
}

/// Everything that the state holds, as text.
pub fn contents(directory: &dyn Directory) -> String {
    let heads = (0..directory.len()).map(|at| directory.head(at).unwrap().id);
    let users = heads.map(|id| format_user(&directory.user(id).unwrap()).unwrap());
    format!(
        "{:?}\n{}",
        directory.facts(),
        users.collect::<Vec<_>>().join("\n")
    )
}

pub fn read(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join(name)).unwrap()
}

pub fn write(dir: &Path, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(dir.join(name), text).unwrap();
}
