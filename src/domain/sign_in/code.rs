//! Error codes of the sign-in log (`facts/portal.md` 8.4).

/// How a sign-in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// In.
    Success,
    /// 50034.
    AccountNotFound,
    /// 50053.
    Locked,
    /// 50055.
    PasswordExpired,
    /// 50057.
    Disabled,
    /// 50072.
    RegistrationInterrupt,
    /// 50074.
    MfaNotPassed,
    /// 50076.
    MfaRequired,
    /// 50079.
    RegistrationRequired,
    /// 50126.
    WrongPassword,
    /// 50140.
    StaySignedInInterrupt,
    /// 500121.
    MfaFailed,
}

/// Code, number, name, what it means.
#[rustfmt::skip]
const TABLE: [(Code, u32, &str, &str); 12] = [
    (Code::Success,               0,      "Success",                                     "Signed in"),
    (Code::AccountNotFound,       50034,  "UserAccountNotFound",                         "There is no such account in this tenant: check the spelling"),
    (Code::Locked,                50053,  "IdsLocked",                                   "The account is locked for the moment after too many wrong passwords: try again later"),
    (Code::PasswordExpired,       50055,  "InvalidPasswordExpiredPassword",              "The password must be changed first: sign in with a browser"),
    (Code::Disabled,              50057,  "UserDisabled",                                "The account is blocked from signing in: ask an administrator"),
    (Code::RegistrationInterrupt, 50072,  "UserStrongAuthEnrollmentRequiredInterrupt",   "More information is required: register a method"),
    (Code::MfaNotPassed,          50074,  "UserStrongAuthClientAuthNRequiredInterrupt",  "MFA is required and was not passed"),
    (Code::MfaRequired,           50076,  "UserStrongAuthClientAuthNRequired",           "MFA is required"),
    (Code::RegistrationRequired,  50079,  "UserStrongAuthEnrollmentRequired",            "A method must be registered first"),
    (Code::WrongPassword,         50126,  "InvalidUserNameOrPassword",                   "The account or the password is not right"),
    (Code::StaySignedInInterrupt, 50140,  "KmsiInterrupt",                               "\"Stay signed in?\" was not answered"),
    (Code::MfaFailed,             500_121, "AuthenticationFailedDuringStrongAuthentication", "MFA failed"),
];

impl Code {
    /// All of them, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// The number.
    pub fn number(self) -> u32 {
        TABLE[self as usize].1
    }

    /// The name, as the documents print it.
    pub fn name(self) -> &'static str {
        TABLE[self as usize].2
    }

    /// What it means, and what to do.
    pub fn text(self) -> &'static str {
        TABLE[self as usize].3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_one_row_per_code_in_order() {
        for (at, code) in Code::all().enumerate() {
            assert_eq!(code as usize, at);
        }
        assert!(TABLE.is_sorted_by_key(|row| row.1));
    }
}
