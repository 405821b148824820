//! Accounts: create, delete, restore, block, unblock, roles, public profile.

/// Why a text is no user principal name (`facts/portal.md` 1, "User limits").
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpnError {
    /// Nothing typed yet, or no `@`.
    #[error("Type a name and a domain, such as kim@contoso.com.")]
    Shape,
    /// Longer than 113 characters, 64 before and 48 after the `@`.
    #[error("At most 64 characters before the @ and 48 after it.")]
    TooLong,
    /// A character that is not allowed.
    #[error("`{0}` is not allowed: use letters, digits and ' . - _ ! # ^ ~")]
    Character(char),
    /// A dot right before the `@`.
    #[error("No dot right before the @.")]
    DotBeforeAt,
    /// Not one of the tenant's domains.
    #[error("{0} is not a domain of this tenant.")]
    Domain(String),
}
