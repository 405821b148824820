//! The cmdlets that do what a command does, in the edition in force (`facts/graph.md` 2). A table:
//! it decides nothing and runs nothing. Where no cmdlet exists, a comment line says so.

mod accounts;
mod document;
mod text;

use super::command::{Action, Command, NewMethod};
use super::directory::Directory;
use super::edition::Edition;
use super::id::{MethodId, UserId};
use super::method::{DefaultMethod, MethodKind};
use super::phone::PhoneType;
use super::user::PerUserMfa;
pub use document::{connect, lists_methods};
use text::{Script, quoted, word};

/// The line that lists the user's phone methods, as S2 and S3 type it.
pub fn list_methods(upn: &str) -> String {
    format!("Get-MgUserAuthenticationPhoneMethod -UserId {}", word(upn))
}

/// Lines of PowerShell for `command`, every user by name; before them, as a comment, what the
/// document types once to connect.
pub fn script(directory: &dyn Directory, command: &Command) -> Vec<String> {
    let connect = if document::is_of_methods(command) {
        document::connect(directory.edition())
    } else {
        &[]
    };
    let connect = connect.iter().map(|line| format!("# {line}"));
    connect
        .chain(lines(directory, command, usize::MAX))
        .collect()
}

/// Lines of PowerShell for `command`; of many users, the first `named` by name.
pub fn lines(directory: &dyn Directory, command: &Command, named: usize) -> Vec<String> {
    // Both experiences have the same cmdlets.
    if let Command::InOriginalExperience(command) = command {
        return lines(directory, command, named);
    }
    let edition = directory.edition();
    let users = command_users(command);
    let mut script = Script::new(directory, &users, named);
    for action in actions(command) {
        if edition.performers(action).is_none() {
            let verb = action.verb();
            script.comment(format!("{edition} does not offer to {verb}"));
            continue;
        }
        let graph = edition >= Edition::Azure2022;
        if !accounts::lines(&mut script, directory, command, graph) {
            one(&mut script, directory, edition, action, command);
        }
    }
    script.lines()
}

/// Whom a command's lines name.
fn command_users(command: &Command) -> Vec<UserId> {
    match command {
        Command::AddMethod { user, .. }
        | Command::ChangeMethod { user, .. }
        | Command::DeleteMethod { user, .. }
        | Command::SetDefaultMethod { user, .. }
        | Command::ResetPassword { user }
        | Command::RequireReregister { user }
        | Command::RevokeMfaSessions { user }
        | Command::RevokeSessions { user }
        | Command::EditProfile { user, .. }
        | Command::AssignRole { user, .. }
        | Command::RemoveRole { user, .. } => vec![*user],
        Command::ManageUserSettings { users, .. }
        | Command::SetPerUserMfa { users, .. }
        | Command::BlockSignIn { users }
        | Command::UnblockSignIn { users }
        | Command::DeleteUsers { users }
        | Command::RestoreUsers { users }
        | Command::DeletePermanently { users } => users.clone(),
        _ => Vec::new(),
    }
}

fn actions(command: &Command) -> Vec<Action> {
    match command {
        Command::ManageUserSettings { boxes, .. } => boxes.actions(),
        Command::AddMethod { .. } => vec![Action::AddMethod],
        Command::ChangeMethod { .. } => vec![Action::ChangeMethod],
        Command::DeleteMethod { .. } => vec![Action::DeleteMethod],
        Command::SetDefaultMethod { .. } => vec![Action::SetDefaultMethod],
        Command::ResetPassword { .. } => vec![Action::ResetPassword],
        Command::RequireReregister { .. } => vec![Action::RequireReregister],
        Command::RevokeMfaSessions { .. } => vec![Action::RevokeMfaSessions],
        Command::RevokeSessions { .. } => vec![Action::RevokeSessions],
        Command::SetPerUserMfa { .. } | Command::SetPerUserMfaEach { .. } => {
            vec![Action::SetPerUserMfa]
        }
        Command::BlockSignIn { .. } => vec![Action::BlockSignIn],
        Command::UnblockSignIn { .. } => vec![Action::UnblockSignIn],
        Command::EditProfile { .. } => vec![Action::EditProfile],
        Command::CreateUser(_) => vec![Action::CreateUser],
        Command::DeleteUsers { .. } => vec![Action::DeleteUser],
        Command::RestoreUsers { .. } => vec![Action::RestoreUser],
        Command::DeletePermanently { .. } => vec![Action::HardDeleteUser],
        Command::AssignRole { .. } => vec![Action::AssignRole],
        Command::RemoveRole { .. } => vec![Action::RemoveRole],
        Command::ActivateHardwareToken { .. } => vec![Action::ActivateHardwareToken],
        Command::DeactivateHardwareToken { .. } => vec![Action::DeactivateHardwareToken],
        Command::UploadHardwareTokens { .. } => vec![Action::UploadHardwareToken],
        Command::SaveServiceSettings(_) => vec![Action::ServiceSettings],
        // The clock is this program's own; experiences were looked through above.
        Command::InOriginalExperience(_) | Command::AdvanceClock { .. } | Command::ResetClock => {
            Vec::new()
        }
    }
}

/// The id that the password has with every user (`facts/graph.md` 1.2).
const PASSWORD: &str = "28c10230-6103-485e-b985-444c60001490";

fn one(
    script: &mut Script,
    directory: &dyn Directory,
    edition: Edition,
    action: Action,
    command: &Command,
) {
    // Until 2020 the documents type MSOnline cmdlets (S0), from 2022 on Graph ones (S2, S3).
    let graph = edition >= Edition::Azure2022;
    match action {
        Action::ResetPassword if graph => script.each(format!(
            "Reset-MgUserAuthenticationMethodPassword -UserId {{u}} -AuthenticationMethodId {PASSWORD}"
        )),
        Action::ResetPassword => {
            script.each("Set-MsolUserPassword -UserPrincipalName {u} -ForceChangePassword $true");
        }
        Action::RequireReregister => reregister(script, edition),
        Action::RevokeMfaSessions if edition == Edition::Entra2023 => {
            script.comment("No cmdlet or Graph call forgets remembered devices");
        }
        Action::RevokeMfaSessions => restore_devices(script, directory, command),
        Action::DeleteAppPasswords => {
            script.comment("No cmdlet or Graph call exists for app passwords");
        }
        Action::RevokeSessions => script.each("Revoke-MgUserSignInSession -UserId {u}"),
        Action::SetPerUserMfa => per_user_mfa(script, edition, command),
        Action::BlockSignIn | Action::UnblockSignIn => {
            let block = action == Action::BlockSignIn;
            script.each(if graph {
                format!("Update-MgUser -UserId {{u}} -AccountEnabled:${}", !block)
            } else {
                format!("Set-MsolUser -UserPrincipalName {{u}} -BlockCredential ${block}")
            });
        }
        Action::ServiceSettings => {
            script.comment("No cmdlet or Graph call saves the service settings");
        }
        _ => of_method(script, directory, command),
    }
}

fn reregister(script: &mut Script, edition: Edition) {
    script.each(match edition {
        Edition::Azure2018 => {
            "Set-MsolUser -UserPrincipalName {u} -StrongAuthenticationMethods $noMfaConfig"
        }
        Edition::Azure2020 | Edition::Azure2022 => {
            "Reset-MsolStrongAuthenticationMethodByUpn -UserPrincipalName {u}"
        }
        Edition::Entra2023 => "Reset-EntraStrongAuthenticationMethodByUpn -UserPrincipalName {u}",
    });
    if edition == Edition::Azure2018 {
        // In a variable, as S0 types it.
        script.once("$noMfaConfig = @()");
    }
}

const REQUIREMENT: &str = "$Requirement = New-Object -TypeName Microsoft.Online.Administration.StrongAuthenticationRequirement";
const REQUIRE: &str =
    "Set-MsolUser -UserPrincipalName {u} -StrongAuthenticationRequirements @($Requirement)";

fn requirement(script: &mut Script, state: PerUserMfa) {
    script.once(REQUIREMENT);
    script.once("$Requirement.RelyingParty = \"*\"");
    script.once(format!("$Requirement.State = \"{}\"", state.label()));
}

fn per_user_mfa(script: &mut Script, edition: Edition, command: &Command) {
    let Command::SetPerUserMfa { to, .. } = command else {
        return;
    };
    if edition == Edition::Entra2023 {
        let state = to.label().to_lowercase();
        script.each(format!(
            "Update-MgBetaUserAuthenticationRequirement -UserId {{u}} -PerUserMfaState {state}"
        ));
    } else if *to == PerUserMfa::Disabled {
        script.each("Set-MsolUser -UserPrincipalName {u} -StrongAuthenticationRequirements @()");
    } else {
        requirement(script, *to);
        script.each(REQUIRE);
    }
}

/// Devices that were remembered before now no longer are; the requirement itself stays as it is,
/// so all users must have the same.
fn restore_devices(script: &mut Script, directory: &dyn Directory, command: &Command) {
    let users = command_users(command);
    let states = users.iter().filter_map(|id| {
        let position = directory.position(*id)?;
        Some(directory.head(position)?.mfa)
    });
    let states: Vec<_> = states.collect();
    match states.first() {
        None | Some(PerUserMfa::Disabled) => {
            script.comment("No cmdlet forgets devices while per-user MFA is disabled");
        }
        Some(state) if states.iter().all(|other| other == state) => {
            requirement(script, *state);
            script.once("$Requirement.RememberDevicesNotIssuedBefore = Get-Date");
            script.each(REQUIRE);
        }
        Some(_) => script
            .comment("These users differ in per-user MFA: forget devices of one state at a time"),
    }
}

fn of_method(script: &mut Script, directory: &dyn Directory, command: &Command) {
    match command {
        Command::AddMethod { method, .. } => script.each(match method {
            NewMethod::Phone { phone_type, number } => format!(
                "New-MgUserAuthenticationPhoneMethod -UserId {{u}} -phoneType {} -phoneNumber {}",
                quoted(phone_value(*phone_type)),
                quoted(number),
            ),
            NewMethod::Email { address } => format!(
                "New-MgUserAuthenticationEmailMethod -UserId {{u}} -EmailAddress {}",
                quoted(address)
            ),
            NewMethod::TemporaryAccessPass {
                lifetime_minutes,
                one_time,
                ..
            } => format!(
                "New-MgUserAuthenticationTemporaryAccessPassMethod -UserId {{u}} -LifetimeInMinutes {lifetime_minutes} -IsUsableOnce:${one_time}"
            ),
        }),
        Command::ChangeMethod { user, method, to } => {
            let value = match kind(directory, *user, *method) {
                Some(MethodKind::Email) => "EmailAddress",
                _ => "PhoneNumber",
            };
            let given = format!(" -{value} {}", quoted(to));
            on_method(script, directory, "Update", *user, *method, &given);
        }
        Command::DeleteMethod { user, method } => {
            on_method(script, directory, "Remove", *user, *method, "");
        }
        Command::SetDefaultMethod { default, .. } => script.each(format!(
            "Update-MgBetaUserAuthenticationSignInPreference -UserId {{u}} -UserPreferredMethodForSecondaryAuthentication {}",
            default_value(*default)
        )),
        _ => {}
    }
}

fn kind(directory: &dyn Directory, user: UserId, method: MethodId) -> Option<MethodKind> {
    Some(directory.user(user)?.method(method)?.kind())
}

fn on_method(
    script: &mut Script,
    directory: &dyn Directory,
    verb: &str,
    user: UserId,
    method: MethodId,
    given: &str,
) {
    let kind = kind(directory, user, method);
    let Some(noun) = kind.and_then(noun) else {
        let label = kind.map_or("this method", MethodKind::label);
        script.comment(format!("No cmdlet of the documents for {label}"));
        return;
    };
    script.each(format!(
        "{verb}-MgUserAuthentication{noun}Method -UserId {{u}} -{noun}AuthenticationMethodId {method}{given}"
    ));
}

/// What Graph's cmdlets call a family of methods.
fn noun(kind: MethodKind) -> Option<&'static str> {
    match kind {
        MethodKind::MobilePhone | MethodKind::AlternateMobilePhone | MethodKind::OfficePhone => {
            Some("Phone")
        }
        MethodKind::Email => Some("Email"),
        MethodKind::MicrosoftAuthenticator => Some("MicrosoftAuthenticator"),
        MethodKind::SoftwareOath => Some("SoftwareOath"),
        MethodKind::Fido2 => Some("Fido2"),
        MethodKind::WindowsHello => Some("WindowsHelloForBusiness"),
        MethodKind::TemporaryAccessPass => Some("TemporaryAccessPass"),
        _ => None,
    }
}

fn phone_value(phone_type: PhoneType) -> &'static str {
    match phone_type {
        PhoneType::Mobile => "mobile",
        PhoneType::AlternateMobile => "alternateMobile",
        PhoneType::Office => "office",
    }
}

fn default_value(default: DefaultMethod) -> &'static str {
    match default {
        DefaultMethod::Push => "push",
        DefaultMethod::Oath => "oath",
        DefaultMethod::VoiceMobile => "voiceMobile",
        DefaultMethod::VoiceAlternateMobile => "voiceAlternateMobile",
        DefaultMethod::VoiceOffice => "voiceOffice",
        DefaultMethod::Sms => "sms",
    }
}
