//! The portals that the documents go through, and what each one calls the way to a user: one row
//! of a table a door and span of editions (`facts/portal.md` 1, 4.1, 11). Labels of the Microsoft
//! 365 admin center that no document gives are worded as its users know them.

use crate::domain::edition::Edition;
use crate::portal::act::Place;

/// A portal one can come through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Door {
    /// The Azure portal (S0 to S2).
    AzurePortal,
    /// The Microsoft Entra admin center (S3, S4).
    #[default]
    EntraAdminCenter,
    /// The Microsoft 365 admin center (S4).
    Microsoft365,
}

/// What a door says in an edition.
#[derive(Debug)]
pub struct Sign {
    /// What the documents call it.
    pub name: &'static str,
    /// The top bar, and two shorter ones where there is less room.
    pub bar: [&'static str; 3],
    /// Where a browser would go.
    pub address: &'static str,
    /// The way to the list of users, as the crumbs show it.
    pub way: &'static [&'static str],
    /// Headings of the menu: users, per-user MFA, logs.
    pub headings: [&'static str; 3],
    /// The list of users.
    pub list: &'static str,
    /// The command above it that opens the per-user MFA page.
    pub per_user_mfa: &'static str,
    /// The command of that page that opens the dialog with the three check boxes, and its title.
    pub user_settings: &'static str,
    /// Where its words come from.
    pub source: &'static str,
}

const AZURE: Sign = Sign {
    name: "Azure portal",
    bar: ["Microsoft Azure", "Azure", "Azure"],
    address: "portal.azure.com",
    way: &["Azure Active Directory", "Users"],
    headings: ["AZURE ACTIVE DIRECTORY", "SECURITY", "MONITORING"],
    list: "All users",
    per_user_mfa: "Multi-Factor Authentication",
    user_settings: "Manage user settings",
    source: "S0, S1, S2",
};

const ENTRA: Sign = Sign {
    name: "Microsoft Entra admin center",
    bar: ["Microsoft Entra admin center", "Microsoft Entra", "Entra"],
    address: "entra.microsoft.com",
    way: &["Identity", "Users"],
    headings: ["IDENTITY", "PROTECTION", "MONITORING"],
    list: "All users",
    per_user_mfa: "Multifactor authentication",
    user_settings: "Manage user settings",
    source: "S3, S4",
};

/// With the command as it was called first, and with the per-user page of before 2024 behind it.
const MICROSOFT_365_AT_FIRST: Sign = Sign {
    per_user_mfa: "Setup Azure multi-factor auth",
    ..MICROSOFT_365_BEFORE
};

const MICROSOFT_365_BEFORE: Sign = Sign {
    user_settings: "Manage user settings",
    source: "guides of the time",
    ..MICROSOFT_365
};

const MICROSOFT_365: Sign = Sign {
    name: "Microsoft 365 admin center",
    bar: ["Microsoft 365 admin center", "Microsoft 365", "M365"],
    address: "admin.microsoft.com",
    way: &["Users"],
    headings: ["USERS", "MULTI-FACTOR AUTH", ""],
    list: "Active users",
    per_user_mfa: "Multi-factor authentication",
    user_settings: "User MFA settings",
    source: "S4",
};

/// Each door's signs: 2018, 2020, 2022, 2023.
#[rustfmt::skip]
const SIGNS: [(Door, [Option<&Sign>; 4]); 3] = [
    (Door::AzurePortal,      [Some(&AZURE),                  Some(&AZURE),                Some(&AZURE),                None]),
    (Door::EntraAdminCenter, [None,                          None,                        None,                        Some(&ENTRA)]),
    (Door::Microsoft365,     [Some(&MICROSOFT_365_AT_FIRST), Some(&MICROSOFT_365_BEFORE), Some(&MICROSOFT_365_BEFORE), Some(&MICROSOFT_365)]),
];

impl Door {
    /// All of them, oldest first.
    pub const ALL: [Self; 3] = [
        Self::AzurePortal,
        Self::EntraAdminCenter,
        Self::Microsoft365,
    ];

    /// What it says in `edition`; `None`: the edition has no such door.
    pub fn sign(self, edition: Edition) -> Option<&'static Sign> {
        SIGNS[self as usize].1[edition as usize]
    }

    /// What the documents call it.
    pub fn name(self) -> &'static str {
        [AZURE.name, ENTRA.name, MICROSOFT_365.name][self as usize]
    }

    /// The door of `edition` that is nearest to this one.
    #[must_use]
    pub fn nearest(self, edition: Edition) -> Self {
        let open = |door: &Self| door.sign(edition).is_some();
        let mut doors = std::iter::once(self).chain(Self::ALL);
        doors.find(open).unwrap_or_default()
    }

    /// The next one that `edition` has, round and round.
    #[must_use]
    pub fn next(self, edition: Edition) -> Self {
        let mut doors = Self::ALL.into_iter().cycle().skip(self as usize + 1);
        let open = |door: &Self| door.sign(edition).is_some();
        doors.find(open).unwrap_or(self)
    }

    /// Why `edition` has no such door; `None`: it has.
    pub fn closed(self, edition: Edition) -> Option<String> {
        if self.sign(edition).is_some() {
            return None;
        }
        let main = self.nearest(edition);
        Some(format!(
            "{} does not go through the {}: {} signs in to the {}",
            edition,
            self.name(),
            edition.document(),
            main.name()
        ))
    }

    /// Whether one comes to `place` through it. Active users and the per-user page is all that
    /// the Microsoft 365 admin center has of it (S4: "if you do not need advanced options").
    pub fn leads_to(self, place: Place) -> bool {
        self.has_methods()
            || matches!(
                place,
                Place::AllUsers | Place::DeletedUsers | Place::PerUserMfa | Place::ServiceSettings
            )
    }

    /// Whether a user's Authentication methods are behind it.
    pub fn has_methods(self) -> bool {
        self != Self::Microsoft365
    }
}

/// Which words are on the screen: those of this edition, at this door.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wording {
    /// The edition in force.
    pub edition: Edition,
    /// The door, one that the edition has.
    door: Door,
}

impl Wording {
    /// The words of `edition` at `door`, or at the nearest one that it has.
    pub fn new(edition: Edition, door: Door) -> Self {
        let door = door.nearest(edition);
        Self { edition, door }
    }

    /// The door.
    pub fn door(self) -> Door {
        self.door
    }

    /// What the door says.
    pub fn sign(self) -> &'static Sign {
        self.door.sign(self.edition).unwrap_or(&ENTRA)
    }

    /// One text at the Microsoft 365 admin center, another elsewhere.
    pub fn at_365(self, there: &'static str, elsewhere: &'static str) -> &'static str {
        if self.door == Door::Microsoft365 {
            there
        } else {
            elsewhere
        }
    }

    /// Why one does not come to `what` through this door, and through which.
    pub fn not_behind(self, what: &str) -> String {
        let other = Door::default().nearest(self.edition);
        format!(
            "The {} has no {what}: P goes to the {}",
            self.door.name(),
            other.name()
        )
    }
}
