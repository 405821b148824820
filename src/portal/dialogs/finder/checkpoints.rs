//! The list of checkpoints: what is typed is the name of another one.

use super::{Choice, Finder, Mark, Row};
use crate::domain::time::Timestamp;
use crate::portal::effect::CheckpointAsk;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;
use crate::store::{Access, Checkpoint, Earlier};

impl Finder {
    /// The checkpoints to come back to or to delete, the newest first, and the start.
    /// `may_keep`: why no other can be kept.
    pub fn checkpoints(
        model: &Model,
        all: &[Checkpoint],
        may_keep: Result<(), &'static str>,
    ) -> Self {
        let keeper = match &model.access {
            Access::ReadOnly(why) => Err(format!("Read-only: {why}")),
            Access::Writable | Access::Sandbox => {
                let by = model
                    .actor()
                    .map_or_else(String::new, |actor| actor.upn.clone());
                Ok((by, model.now))
            }
        };
        let row = |mark: &str, label: String, help: String, asked: CheckpointAsk| Row {
            mark: Mark::Text(mark.to_owned()),
            label,
            help,
            also: "",
            availability: available(&keeper),
            choice: Choice::Checkpoint(asked),
        };
        let present = model.snapshot.revision();
        let mut rows: Vec<_> = all
            .iter()
            .rev()
            .map(|one| {
                let since = match present.saturating_sub(one.revision) {
                    0 => "nothing was changed since".to_owned(),
                    1 => "1 change since".to_owned(),
                    more => format!("{more} changes since"),
                };
                let at = one.at.date_and_time();
                row(
                    "come back",
                    one.name.clone(),
                    format!("Kept {at} by {}; {since}", one.by),
                    CheckpointAsk::Open(
                        Earlier::Checkpoint(one.number),
                        format!("Come back to \"{}\"", one.name),
                    ),
                )
            })
            .collect();
        let mut start = row(
            "come back",
            "Reset to the start".to_owned(),
            "Everything as it was when the tenant was made".to_owned(),
            CheckpointAsk::Open(Earlier::Start, "Reset to the start".to_owned()),
        );
        // Where no state is kept, that one is not either.
        if let Err(why) = may_keep {
            start.availability = Availability::Disabled(format!(
                "The start is not kept either: {why}. proofup init makes such a tenant again"
            ));
        }
        rows.push(start);
        rows.extend(all.iter().rev().map(|one| {
            row(
                "delete",
                one.name.clone(),
                "Deletes the checkpoint; the tenant stays as it is".to_owned(),
                CheckpointAsk::Delete(one.number),
            )
        }));
        let hint = match may_keep {
            Ok(()) => "type a name to keep this state",
            Err(why) => why,
        };
        let mut list = Self::of("Checkpoints", hint, rows);
        let no_other = |why: &str| Err(format!("It cannot be kept: {why}"));
        list.offers_keeping = Some(may_keep.map_or_else(no_other, |()| keeper));
        list
    }
}

/// The row that keeps the present state under the name that was typed.
pub(super) fn keep(name: &str, keeper: &Result<(String, Timestamp), String>) -> Row {
    let (by, at) = keeper.clone().unwrap_or_default();
    Row {
        mark: Mark::Text("keep".to_owned()),
        label: format!("Keep this state as \"{name}\""),
        help: "To come back to it later, also after a restart".to_owned(),
        also: "",
        availability: available(keeper),
        choice: Choice::Checkpoint(CheckpointAsk::Keep(name.to_owned(), by, at)),
    }
}

fn available(keeper: &Result<(String, Timestamp), String>) -> Availability {
    match keeper {
        Ok(_) => Availability::Enabled,
        Err(why) => Availability::Disabled(why.clone()),
    }
}
