//! The cmdlets for accounts, roles and files, of Graph from 2022 on, of `MSOnline` before. A password
//! stands in a variable: none is ever part of a line.

use super::text::{Script, quoted};
use crate::domain::command::{Command, NewUser};
use crate::domain::directory::Directory;
use crate::domain::profile::ProfileField;
use crate::domain::role::Role;
use crate::domain::user::UserType;

const NO_TOKENS: &str = "No cmdlet of the documents handles hardware OATH tokens";

/// Adds the lines of `command`. False: it is none of these.
pub(super) fn lines(
    script: &mut Script,
    directory: &dyn Directory,
    command: &Command,
    graph: bool,
) -> bool {
    match command {
        Command::EditProfile { name, fields, .. } => {
            let name = name
                .iter()
                .map(|name| format!(" -DisplayName {}", quoted(name)));
            let fields = fields
                .iter()
                .map(|(field, text)| format!(" -{} {}", parameter(*field, graph), quoted(text)));
            let given: String = name.chain(fields).collect();
            script.each(if graph {
                format!("Update-MgUser -UserId {{u}}{given}")
            } else {
                format!("Set-MsolUser -UserPrincipalName {{u}}{given}")
            });
        }
        Command::CreateUser(new) => script.once(create(new, graph)),
        Command::DeleteUsers { .. } => script.each(if graph {
            "Remove-MgUser -UserId {u}"
        } else {
            "Remove-MsolUser -UserPrincipalName {u} -Force"
        }),
        Command::RestoreUsers { users } if graph => {
            script.by_id(users);
            script.each("Restore-MgDirectoryDeletedItem -DirectoryObjectId {u}");
        }
        Command::RestoreUsers { .. } => script.each("Restore-MsolUser -UserPrincipalName {u}"),
        Command::DeletePermanently { users } if graph => {
            script.by_id(users);
            script.each("Remove-MgDirectoryDeletedItem -DirectoryObjectId {u}");
        }
        Command::DeletePermanently { .. } => {
            script.each("Remove-MsolUser -UserPrincipalName {u} -RemoveFromRecycleBin -Force");
        }
        Command::AssignRole { user, role } => {
            if graph {
                script.by_id(&[*user]);
                script.once(definition(*role));
            }
            script.each(if graph {
                "New-MgRoleManagementDirectoryRoleAssignment -PrincipalId {u} -RoleDefinitionId $Role.Id -DirectoryScopeId \"/\"".to_owned()
            } else {
                member("Add", *role)
            });
        }
        Command::RemoveRole { user, role } => {
            if graph {
                script.by_id(&[*user]);
                script.once(definition(*role));
                script.once(format!(
                    "$Held = Get-MgRoleManagementDirectoryRoleAssignment -Filter \"principalId eq '{user}' and roleDefinitionId eq '$($Role.Id)'\""
                ));
                script.once("Remove-MgRoleManagementDirectoryRoleAssignment -UnifiedRoleAssignmentId $Held.Id");
            } else {
                script.each(member("Remove", *role));
            }
        }
        Command::SetPerUserMfaEach { .. } => {
            script.once(each_state(
                directory.edition() == crate::domain::edition::Edition::Entra2023,
            ));
        }
        Command::ActivateHardwareToken { .. }
        | Command::DeactivateHardwareToken { .. }
        | Command::UploadHardwareTokens { .. } => script.comment(NO_TOKENS),
        _ => return false,
    }
    true
}

fn create(new: &NewUser, graph: bool) -> String {
    let (upn, name) = (quoted(&new.upn), quoted(&new.name));
    match (new.user_type, graph) {
        (UserType::Guest, true) => format!(
            "New-MgInvitation -InvitedUserEmailAddress {} -InvitedUserDisplayName {name} -InviteRedirectUrl \"https://myapps.microsoft.com\"",
            quoted(&address(&new.upn))
        ),
        (UserType::Member, true) => {
            let mailbox = new.upn.split('@').next().unwrap_or_default();
            format!(
                "New-MgUser -DisplayName {name} -UserPrincipalName {upn} -MailNickname {} -AccountEnabled -PasswordProfile @{{ Password = $Password; ForceChangePasswordNextSignIn = $true }}",
                quoted(mailbox)
            )
        }
        (_, false) => format!("New-MsolUser -UserPrincipalName {upn} -DisplayName {name}"),
    }
}

/// Where a guest is at home: `kim_fabrikam.com#EXT#@contoso.com` is `kim@fabrikam.com`.
fn address(upn: &str) -> String {
    let home = upn.split("#EXT#").next().unwrap_or_default();
    home.rsplit_once('_').map_or_else(
        || upn.to_owned(),
        |(name, domain)| format!("{name}@{domain}"),
    )
}

fn definition(role: Role) -> String {
    let name = role.label();
    format!(
        "$Role = Get-MgRoleManagementDirectoryRoleDefinition -Filter \"displayName eq '{name}'\""
    )
}

/// `MSOnline` calls the Global Administrator by its first name.
fn member(verb: &str, role: Role) -> String {
    let name = match role {
        Role::GlobalAdministrator => "Company Administrator",
        _ => role.label(),
    };
    format!("{verb}-MsolRoleMember -RoleName \"{name}\" -RoleMemberEmailAddress {{u}}")
}

/// The same file, row by row.
fn each_state(graph: bool) -> String {
    if graph {
        return "Import-Csv $File | ForEach-Object { Update-MgBetaUserAuthenticationRequirement -UserId $_.Username -PerUserMfaState $_.\"MFA Status\".ToLower() }".to_owned();
    }
    "Import-Csv $File | ForEach-Object { $Set = @(); if ($_.\"MFA Status\" -ne \"Disabled\") { $Set += New-Object -TypeName Microsoft.Online.Administration.StrongAuthenticationRequirement -Property @{ RelyingParty = \"*\"; State = $_.\"MFA Status\" } }; Set-MsolUser -UserPrincipalName $_.Username -StrongAuthenticationRequirements $Set }".to_owned()
}

fn parameter(field: ProfileField, graph: bool) -> &'static str {
    let [new, old] = match field {
        ProfileField::GivenName => ["GivenName", "FirstName"],
        ProfileField::Surname => ["Surname", "LastName"],
        ProfileField::JobTitle => ["JobTitle", "Title"],
        ProfileField::Department => ["Department", "Department"],
        ProfileField::Office => ["OfficeLocation", "Office"],
        ProfileField::Country => ["Country", "Country"],
        ProfileField::BusinessPhone => ["BusinessPhones", "PhoneNumber"],
        ProfileField::MobilePhone => ["MobilePhone", "MobilePhone"],
        ProfileField::Mail => ["Mail", "AlternateEmailAddresses"],
        ProfileField::OtherMails => ["OtherMails", "AlternateEmailAddresses"],
    };
    if graph { new } else { old }
}
