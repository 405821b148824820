//! The commands that are about a tenant's files.

use std::path::PathBuf;

use clap::Args;

/// `proofup repair`.
#[derive(Debug, Args)]
pub struct Repair {
    /// The tenant's folder [default: as --tenant]
    pub dir: Option<PathBuf>,
    /// Do it without asking
    #[arg(long)]
    pub yes: bool,
}

/// `proofup export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The tenant's folder [default: as --tenant]
    pub dir: Option<PathBuf>,
    /// How
    #[command(flatten)]
    pub format: Format,
    /// To this file, which must not be there [default: the standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How users are written.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Format {
    /// JSON with Microsoft Graph's names: everything about each user
    #[arg(long)]
    pub json: bool,
    /// The portal's "Download users" file, as `init --csv` reads it
    #[arg(long)]
    pub csv: bool,
}

/// `proofup backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The tenant's folder
    pub dir: PathBuf,
    /// The file, which must not be there
    pub file: PathBuf,
}

pub(super) const VERIFY_EXAMPLES: &str = "\
Examples:
  proofup verify ~/tenants/ours
  proofup verify ~/tenants/ours | grep damaged

Each line says sound, edited, spare or damaged, the file, and what is in it. Exit code 1 if any is
damaged. It takes no lock and writes nothing.";

pub(super) const REPAIR_EXAMPLES: &str = "\
Examples:
  proofup repair ~/tenants/ours
  proofup repair ~/tenants/ours --yes

It says what is wrong, what is there before and behind the damage, and what it would do; then it
asks. Nothing is thrown away: what is cut off or replaced is kept under a name beside it. Nothing
is done while another proofup has the tenant open.";

pub(super) const EXPORT_EXAMPLES: &str = "\
Examples:
  proofup export ~/tenants/ours --json | jq '.value[].authentication.methods'
  proofup export ~/tenants/ours --csv --out users.csv

No password, hash or secret of a method is in it; private phone numbers are.";

pub(super) const BACKUP_EXAMPLES: &str = "\
Examples:
  proofup backup ~/tenants/ours ours-2026-11-24.tar
  proofup init ~/tenants/again --backup ours-2026-11-24.tar

The file is an ordinary tar of tenant.ron and the journal, which is also the audit log; only its
owner can read it. It is the tenant as of one change, whatever another proofup writes meanwhile.";
