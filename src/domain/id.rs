//! Identities. One type each, so that a user's id can never be taken for a method's.
//! On disk and on the wire: lower-case hyphenated UUIDs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entropy::Entropy;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh random (version 4) id.
            pub fn generate(entropy: &mut Entropy) -> Self {
                Self(entropy.uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// A user's object id.
    UserId
);
id!(
    /// An authentication method of one user. Phones have the same id for every user (Graph's
    /// well-known ids, `facts/graph.md` 1.2); see [`crate::domain::method`].
    MethodId
);
id!(
    /// A device or browser that the user asked to be remembered on.
    DeviceId
);
id!(
    /// An app password of one user.
    AppPasswordId
);
