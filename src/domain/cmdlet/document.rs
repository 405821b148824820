//! What the documents type before their cmdlets for authentication methods: the module, and the
//! sign-in with its scopes (S2, "Manage methods using PowerShell"; S3, "Manage methods using
//! PowerShell").

use crate::domain::command::Command;
use crate::domain::edition::Edition;

const MODULE: &str = "Install-module Microsoft.Graph.Identity.Signins";
const BETA: &str = "Select-MgProfile -Name beta";

/// Whether the edition's document has cmdlets for authentication methods.
pub fn lists_methods(edition: Edition) -> bool {
    !connect(edition).is_empty()
}

/// What is typed once before a cmdlet for methods, as the edition's document types it.
pub fn connect(edition: Edition) -> &'static [&'static str] {
    match edition {
        Edition::Azure2018 | Edition::Azure2020 => &[],
        Edition::Azure2022 => &[
            MODULE,
            "Connect-MgGraph -Scopes UserAuthenticationMethod.ReadWrite.All",
            BETA,
        ],
        Edition::Entra2023 => &[
            MODULE,
            "Connect-MgGraph -Scopes \"User.Read.all\",\"UserAuthenticationMethod.Read.All\",\"UserAuthenticationMethod.ReadWrite.All\"",
            BETA,
        ],
    }
}

/// Whether `command` is one that the document connects for.
pub(super) fn is_of_methods(command: &Command) -> bool {
    match command {
        Command::InOriginalExperience(command) => is_of_methods(command),
        Command::AddMethod { .. } | Command::ChangeMethod { .. } | Command::DeleteMethod { .. } => {
            true
        }
        _ => false,
    }
}
