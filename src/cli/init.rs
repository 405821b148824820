//! `proofup init`: makes a tenant, and says on stdout what is in it and who to sign in as.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::Path;

use enumset::EnumSet;

use super::arguments::{Init, Options};
use super::{Failure, backup, plain, tenant};
use crate::demo::{self, generated, pool};
use crate::domain::directory::fold;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::role::Role;
use crate::domain::settings::{AppPasswords, Policies, ServiceSettings};
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;
use crate::domain::user::{Password, User};
use crate::store::folder::Made;
use crate::users_csv::{self, Import};

/// As many users are made in memory; more are written as they are made.
const IN_MEMORY: u32 = 1000;

/// How a default tenant's `admin@contoso.com` is called.
const ADMINISTRATOR: &str = "admin@contoso.com";

pub(super) fn run(init: &Init, options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    // Before a large file is read for nothing.
    tenant::refuse_existing(&init.dir)?;
    let administrator = if let Some(count) = init.users {
        let present = options.clock.unwrap_or(generated::PRESENT);
        let seed = options.seed.unwrap_or_default();
        let users = generated::users(count, seed, present);
        if count > IN_MEMORY {
            tenant::create_large(&init.dir, &generated::facts(), users, &mut told(count))?;
        } else {
            let users: Vec<_> = users.collect();
            tenant::create(&init.dir, Made::Of(&generated::facts(), &users))?;
        }
        writeln!(
            out,
            "Made {count} users, the same ones for --seed {seed} every time."
        )?;
        ADMINISTRATOR.to_owned()
    } else if let Some(file) = &init.csv {
        from_csv(&init.dir, file, options, out)?
    } else if let Some(file) = &init.backup {
        return backup::restore(&init.dir, file, out);
    } else {
        tenant::create(&init.dir, Made::From(demo::CONTOSO))?;
        writeln!(out, "Made Contoso, the demo tenant.")?;
        ADMINISTRATOR.to_owned()
    };
    let dir = init.dir.display();
    writeln!(
        out,
        "Sign in as {administrator} with the password {}.",
        demo::PASSWORD
    )?;
    writeln!(out, "Open it with: proofup --tenant {dir}")?;
    Ok(())
}

/// Says on a terminal how far it is, and nothing where nobody looks.
fn told(of: u32) -> impl FnMut(usize) {
    let watched = std::io::stderr().is_terminal();
    move |count| {
        if watched {
            let end = if count == of as usize { "\n" } else { "" };
            // Whoever closed the terminal does not want to know.
            let _ = write!(std::io::stderr(), "\r{count} of {of} users{end}");
        }
    }
}

fn from_csv(
    dir: &Path,
    path: &Path,
    options: &Options,
    out: &mut impl Write,
) -> Result<String, Failure> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| {
        Failure::said(format!(
            "{shown} cannot be read ({error}): give the path of a CSV file"
        ))
    })?;
    let mut entropy = options.entropy()?;
    let now = options.now();
    let mut import = users_csv::read(file, &mut entropy, now)
        .map_err(|error| Failure::said(format!("{shown} {error}")))?;
    if !import.ignored_columns.is_empty() {
        let ignored = plain::one_line(&import.ignored_columns.join(", "));
        writeln!(out, "Ignored columns: {ignored}.")?;
    }
    for row in &import.refused {
        writeln!(
            out,
            "{shown}:{}: refused: {}",
            row.line,
            plain::one_line(&row.fault.to_string())
        )?;
    }
    let refused = import.refused.len();
    let imported = import.users.len();
    if import.users.is_empty() {
        out.flush()?;
        return Err(Failure::said(match refused {
            0 => format!("{shown} has no rows: nothing was made"),
            _ => format!("no row of {shown} can be imported ({refused} refused): nothing was made"),
        }));
    }
    let administrator = add_administrator(&mut import, &mut entropy, now);
    tenant::create(dir, Made::Of(&facts(&import), &import.users))?;
    writeln!(out, "Imported {imported} users, refused {refused}.")?;
    writeln!(
        out,
        "Everybody's password is the published one. Added {administrator}, a Global Administrator."
    )?;
    Ok(administrator)
}

/// A tenant nobody administers could not be used: the file says nothing of roles, so one account
/// is added. Gives its name, which is free in the file.
fn add_administrator(import: &mut Import, entropy: &mut Entropy, now: Timestamp) -> String {
    let domain = import.domains.first().map_or("contoso.com", String::as_str);
    let taken = |upn: &String| import.users.iter().any(|user| fold(&user.upn) == fold(upn));
    let numbered = (2_u32..).map(|n| format!("admin{n}@{domain}"));
    let upn = std::iter::once(format!("admin@{domain}"))
        .chain(numbered)
        .find(|upn| !taken(upn))
        .unwrap_or_default();
    import.users.push(User {
        roles: EnumSet::only(Role::GlobalAdministrator),
        ..User::new(
            UserId::generate(entropy),
            upn.clone(),
            "Administrator".to_owned(),
            Password {
                hash: pool::password(import.users.len()),
                must_change: false,
                changed: now,
            },
            now,
        )
    });
    upn
}

/// A demo tenant by its passwords; app passwords and remembered devices are allowed, so that
/// there is something to practise on.
fn facts(import: &Import) -> TenantFacts {
    let domain = import.domains.first().map_or("contoso.com", String::as_str);
    TenantFacts {
        name: domain.split('.').next().unwrap_or(domain).to_owned(),
        domains: import.domains.clone(),
        edition: Edition::default(),
        demo: true,
        settings: ServiceSettings {
            app_passwords: AppPasswords::Allowed,
            remember_days: Some(90),
            ..ServiceSettings::default()
        },
        policies: Policies::default(),
        clock_days: 0,
    }
}
