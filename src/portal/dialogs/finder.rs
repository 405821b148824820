//! A list to find something in by typing: Enter runs the row. Help and palette list the keymap, so
//! neither can lie; the palette offers users below the commands.

mod checkpoints;
mod rank;
mod room;
mod users;

use std::sync::Arc;

use crossterm::event::KeyEvent;

use crate::domain::administrators::{self, Asked};
use crate::domain::edition::Edition;
use crate::domain::id::UserId;
use crate::domain::role::Role;
use crate::domain::time::Timestamp;
use crate::portal::act::{Act, Motion};
use crate::portal::availability;
use crate::portal::effect::CheckpointAsk;
use crate::portal::keymap::{Availability, Binding, Key, Keymap, Scope, bindings};
use crate::portal::lesson::{Offered, Source};
use crate::portal::model::{Model, Status};
use crate::portal::parts::field::Field;
use crate::portal::words::{self, Door};
use crate::portal::work::{Job, Watch, Work};
use crate::store::Snapshot;

/// A list of things to run.
#[derive(Debug)]
pub struct Finder {
    /// What it is called.
    pub title: &'static str,
    /// What Enter does, beside the title.
    pub hint: &'static str,
    /// What an empty list says.
    pub nothing: &'static str,
    /// What was typed.
    pub search: Field,
    /// The cursor among the rows that fit the search.
    pub at: usize,
    all: Vec<Row>,
    rows: Vec<Row>,
    offers: Offers,
    /// Whether it is the list of the room, whose codes are for the presenter alone.
    pub is_room: bool,
    /// The users that fit, while it takes a while to find them.
    pub job: Job,
    /// Who keeps what is typed as a checkpoint, and when; or why nobody can.
    offers_keeping: Option<Result<(String, Timestamp), String>>,
}

/// Whom a list offers below its own rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offers {
    /// Nobody.
    Nobody,
    /// Users to open, once something is typed.
    ToOpen,
    /// Users to sign in as.
    ToPlay,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// What stands before it.
    pub mark: Mark,
    /// Its name.
    pub label: String,
    /// What it does, in a sentence.
    pub help: String,
    /// Other words to find it by.
    pub also: &'static str,
    /// Whether it can be chosen now.
    pub availability: Availability,
    /// What choosing it does.
    pub choice: Choice,
}

/// What stands before a row.
#[derive(Debug, Clone)]
pub enum Mark {
    /// The keys that do the same.
    Keys(Vec<Key>),
    /// A text.
    Text(String),
}

impl Mark {
    fn of(binding: &Binding, keymap: &Keymap) -> Self {
        let keys = keymap.keys(binding);
        let before = bindings(Scope::Always).find(|one| one.act == Act::Presenter);
        match before.and_then(|before| keymap.keys(before).first()) {
            Some(before) if binding.scope == Scope::Presenter => {
                let names = std::iter::once(before).chain(keys.first());
                Self::Text(names.map(|key| key.name()).collect::<Vec<_>>().join(" "))
            }
            _ => Self::Keys(keys.to_vec()),
        }
    }
}

/// What choosing a row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The act.
    Act(Act),
    /// Opens this user.
    User(UserId),
    /// Goes on in this portal.
    Door(Door),
    /// Asks for this.
    Checkpoint(CheckpointAsk),
    /// Plays this scenario in this edition.
    Scenario(Source, Option<Edition>),
    /// Asks which of its editions a scenario is to be played in.
    Editions(Offered),
    /// Asks for the file of a scenario.
    ScenarioFile,
    /// Plays a sign-in of this user.
    Play(UserId),
    /// Closes the list.
    Nothing,
}

impl Finder {
    /// A list of `rows`.
    pub fn of(title: &'static str, hint: &'static str, rows: Vec<Row>) -> Self {
        Self {
            title,
            hint,
            nothing: "Nothing matches. Ctrl-U clears what you typed.",
            search: Field::default(),
            at: 0,
            all: rows.clone(),
            rows,
            offers: Offers::Nobody,
            is_room: false,
            job: Job::default(),
            offers_keeping: None,
        }
    }

    /// The keys that work on the present blade.
    pub fn help(model: &Model) -> Self {
        Self::of("Help", COMMANDS, commands(model, |_| true))
    }

    /// The commands of the present blade, and the users that fit what is typed.
    pub fn palette(model: &Model) -> Self {
        let command = |binding: &Binding| {
            !matches!(binding.act, Act::Move(_) | Act::Extend(_) | Act::Palette)
        };
        let mut palette = Self::of("Commands", COMMANDS, commands(model, command));
        palette.nothing = "No command and no user matches. Ctrl-U clears what you typed.";
        palette.offers = Offers::ToOpen;
        palette
    }

    /// Whom one can sign in as.
    pub fn accounts(model: &Model) -> Self {
        let mut accounts = Self::of(
            "Pick an account",
            "type to find, Enter signs in",
            Vec::new(),
        );
        accounts.nothing = "Nobody matches. Ctrl-U clears what you typed.";
        accounts.offers = Offers::ToPlay;
        accounts.find(&model.snapshot);
        accounts
    }

    /// What was said and done since sign-in, the newest first.
    pub fn notifications(model: &Model) -> Self {
        let rows = model.notices.newest().map(|(at, status)| {
            let (Status::Done(text) | Status::Refused(text)) = status;
            Row {
                mark: Mark::Text(at.time()),
                label: text.clone(),
                help: text.clone(),
                also: "",
                availability: Availability::Enabled,
                choice: Choice::Nothing,
            }
        });
        let mut list = Self::of("Notifications", "since you signed in", rows.collect());
        list.nothing = "Nothing was said or done.";
        list
    }

    /// The scenarios that can be played by hand.
    pub fn scenarios(model: &Model) -> Self {
        let mut rows: Vec<_> = (model.scenarios)().iter().map(scenario).collect();
        rows.push(Row {
            mark: Mark::Text("file".to_owned()),
            label: "A scenario of your own".to_owned(),
            help: "Asks for the file.".to_owned(),
            also: "path",
            availability: availability::download(model),
            choice: Choice::ScenarioFile,
        });
        Self::of("Play a scenario", "in a sandbox, step by step", rows)
    }

    /// The editions that a scenario can be played in.
    pub fn editions_of(offered: &Offered) -> Self {
        let rows = offered.editions.iter().map(|edition| Row {
            mark: Mark::Text(edition.year().to_string()),
            label: edition.to_string(),
            help: format!("As in {}.", edition.document()),
            also: "",
            availability: Availability::Enabled,
            choice: Choice::Scenario(offered.source.clone(), Some(*edition)),
        });
        Self::of("In which edition?", "Enter begins", rows.collect())
    }

    /// The administrators who could do all that was asked.
    pub fn who_could(model: &Model, asked: &[Asked]) -> Self {
        let able = administrators::who_could(&*model.snapshot, asked);
        let users = able.into_iter().filter_map(|id| model.snapshot.user(id));
        let rows = users.map(|user| {
            let roles: Vec<_> = user.roles.into_iter().map(Role::label).collect();
            Row {
                mark: Mark::Text("could".to_owned()),
                label: user.name.clone(),
                help: format!("{}, {}", roles.join(", "), user.upn),
                also: "",
                availability: Availability::Enabled,
                choice: Choice::User(user.id),
            }
        });
        let mut list = Self::of("Who could do this?", "Enter opens the user", rows.collect());
        list.nothing = "No administrator of this tenant who can sign in could do all of it.";
        list
    }

    /// The portals, with the way to the users in each; those the edition does not have, with why.
    pub fn doors(model: &Model) -> Self {
        let own = model.wording();
        let rows = Door::ALL.map(|door| {
            let mark = if door == own.door() { "here" } else { "" };
            let (help, availability) = if let Some(sign) = door.sign(own.edition) {
                let way = sign.way.join(" > ");
                let help = format!("{}: {way} > {} ({})", sign.address, sign.list, sign.source);
                (help, Availability::Enabled)
            } else {
                let why = door.closed(own.edition).unwrap_or_default();
                (why.clone(), Availability::Disabled(why))
            };
            Row {
                mark: Mark::Text(mark.to_owned()),
                label: door.name().to_owned(),
                help,
                also: "",
                availability,
                choice: Choice::Door(door),
            }
        });
        Self::of("Portals", "Enter goes on there", rows.into())
    }

    /// Rows there can be, whatever is typed; `None`: users come in too.
    pub fn all(&self) -> Option<usize> {
        (self.offers == Offers::Nobody).then_some(self.all.len())
    }

    /// The rows that fit what was typed, the best first.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row under the cursor.
    pub fn chosen(&self) -> Option<&Row> {
        self.rows.get(self.at)
    }

    /// Moves the cursor.
    pub fn motion(&mut self, motion: Motion, page: usize) {
        self.at = motion.from(self.at, self.rows.len(), page);
    }

    /// Types. False: the key means nothing here.
    pub fn key(&mut self, key: KeyEvent, snapshot: &Snapshot) -> bool {
        let taken = self.search.key(key);
        if taken {
            self.find(snapshot);
        }
        taken
    }

    /// Pastes into the search.
    pub fn paste(&mut self, text: &str, snapshot: &Snapshot) {
        self.search.paste(text);
        self.find(snapshot);
    }

    fn find(&mut self, snapshot: &Snapshot) {
        let query = self.search.text().trim();
        self.at = 0;
        self.rows = rank::best(&self.all, query);
        self.job.give_up();
        if let Some(keeper) = &self.offers_keeping
            && !query.is_empty()
        {
            self.rows.push(checkpoints::keep(query, keeper));
        }
        let offered = match self.offers {
            Offers::Nobody => false,
            Offers::ToOpen => !query.is_empty(),
            Offers::ToPlay => true,
        };
        if !offered {
            return;
        }
        let finding = Finding {
            snapshot: Arc::clone(snapshot),
            query: query.to_owned(),
            forgiving: self.rows.is_empty(),
            offers: self.offers,
        };
        if snapshot.len() > ON_THE_SPOT {
            self.job.want(Work::Find(Box::new(finding)));
        } else {
            self.take(finding.run(&mut |_| true).unwrap_or_default());
        }
    }

    /// The users that fit have been found: they stand below the commands.
    pub fn take(&mut self, users: Vec<Row>) {
        self.rows.extend(users);
    }
}

/// So many users are looked through on the spot. More would take longer than a frame.
const ON_THE_SPOT: usize = 40_000;

/// Users to be found.
#[derive(Debug, Clone)]
pub struct Finding {
    snapshot: Snapshot,
    query: String,
    forgiving: bool,
    offers: Offers,
}

impl Finding {
    /// Finds them. `None`: it was given up.
    pub fn run(&self, watch: Watch<'_>) -> Option<Vec<Row>> {
        let row = users::row_of(self.offers);
        users::found(&*self.snapshot, &self.query, self.forgiving, row, watch)
    }
}

const COMMANDS: &str = "type to find, Enter runs";

fn commands(model: &Model, fits: impl Fn(&Binding) -> bool) -> Vec<Row> {
    let wording = model.wording();
    let scopes = model
        .blade()
        .map_or(&[Scope::Portal, Scope::Always][..], |blade| blade.scopes());
    let here = scopes.iter().flat_map(|scope| bindings(*scope));
    // The presenter's aids take two keys, one after the other, wherever one is.
    let aids = bindings(Scope::Presenter).filter(|binding| binding.act != Act::Back);
    here.chain(aids)
        .filter(|binding| fits(binding))
        .map(|binding| Row {
            mark: Mark::of(binding, &model.keymap),
            label: (binding.label)(wording).to_owned(),
            help: words::with_other_names(binding, wording),
            also: binding.scope.label(),
            availability: (binding.when)(model),
            choice: Choice::Act(binding.act),
        })
        .filter(|row| row.availability != Availability::Hidden)
        .collect()
}

fn scenario(offered: &Offered) -> Row {
    let years: Vec<_> = offered
        .editions
        .iter()
        .map(|edition| edition.year().to_string())
        .collect();
    Row {
        mark: Mark::Text("scenario".to_owned()),
        label: offered.title.clone(),
        help: format!("In {}.", years.join(", ")),
        also: "",
        availability: Availability::Enabled,
        choice: match offered.editions[..] {
            [edition] => Choice::Scenario(offered.source.clone(), Some(edition)),
            _ => Choice::Editions(offered.clone()),
        },
    }
}
